import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g;

/**
 * When the first of some certificates ends, as RFC 3339; undefined where one cannot be read.
 *
 * @param data PEM in base64, as Secrets and kubeconfigs have it
 */
export function endOf(data: string): string | undefined {
  const blocks = Buffer.from(data, 'base64').toString('latin1').match(block) ?? [];
  try {
    const ends = blocks.map((each) => new Date(new X509Certificate(each).validTo).getTime());
    return ends.length === 0 ? undefined : new Date(Math.min(...ends)).toISOString();
  } catch {
    return undefined;
  }
}
