import { createHash } from 'node:crypto';

/**
 * The path at which notification-controller takes the calls of a Receiver: `/hook/` and the SHA-256
 * of token, name and namespace (notification-controller/api v1.9.4, v1/receiver_types.go,
 * `GetWebhookPath`). Who knows it can look for no more than that: calls are checked with the token.
 *
 * @param token as the Secret has it, every byte of it
 */
export function webhookPath(token: string, name: string, namespace: string): string {
  const hash = createHash('sha256').update(`${token}${name}${namespace}`);
  return `/hook/${hash.digest('hex')}`;
}
