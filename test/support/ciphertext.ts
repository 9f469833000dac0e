/** SOPS files for tests: the shape alone, which is enough for synth, or real ciphertext. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { encrypt, secretRule, type Settings } from '../../lib/sops/index.ts';
import { temporaryFolder } from './folder.ts';

/** For whom the example cluster's files are encrypted. */
export const recipient = 'age1example';

const enc =
  'ENC[AES256_GCM,data:Zm9v,iv:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,tag:AAAAAAAAAAAAAAAAAAAAAA==,type:str]';

/** What `sops encrypt` makes of a Secret: the shape, not the mathematics. */
export function shapeOf(
  { metadata = '', keys = ['password'] }: { metadata?: string; keys?: readonly string[] },
  recipients: readonly string[] = [recipient],
): string {
  const stanzas = recipients.map(
    (each) => `        - recipient: ${each}
          enc: |
            -----BEGIN AGE ENCRYPTED FILE-----
            Zm9v
            -----END AGE ENCRYPTED FILE-----
`,
  );
  return `apiVersion: v1
kind: Secret
metadata:
    # who may read it
${metadata.replace(/^(?=.)/gm, '    ')}stringData:
${keys.map((key) => `    ${key}: ${enc}\n`).join('')}sops:
    age:
${stanzas.join('')}    encrypted_regex: ^(data|stringData)$
    lastmodified: "2026-01-01T00:00:00Z"
    mac: ${enc}
    mac_only_encrypted: true
    version: 3.13.3
`;
}

/** A Secret encrypted as `sluice secret encrypt` does it, unless settings say otherwise. */
export async function encrypted(
  plain: string,
  recipients: readonly string[],
  settings: Partial<Settings> = { rule: secretRule, macOnlyEncrypted: true },
): Promise<string> {
  const deps = { now: new Date('2026-01-02T03:04:05Z'), randomBytes };
  const result = await encrypt({ text: plain }, 'yaml', { recipients, ...settings }, deps);
  if ('value' in result) return result.value;
  throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
}

/** A file with this text, which is gone after the test. */
export function fileWith(text: string, name = 'db.sops.yaml'): URL {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, text);
  return pathToFileURL(file);
}
