import { AgeKeys, readSecretFile, writeSecretFile } from '../../io/secret/index.ts';
import { decrypt, decryptBinary } from '../../sops/index.ts';
import { say } from './output.ts';
import { unlock } from './unlock.ts';

/** The options of `sluice secret decrypt`. */
export interface DecryptFlags {
  readonly inPlace?: true;
}

/** Decrypts a file, once its MAC is seen to be right. */
export async function decryptFile(path: string, { inPlace }: DecryptFlags): Promise<void> {
  const file = readSecretFile(path);
  const content = await unlock<string | Uint8Array>(file, new AgeKeys(), (source, identities) =>
    file.isBinary ? decryptBinary(source, identities) : decrypt(source, file.format, identities),
  );
  if (inPlace !== true) {
    process.stdout.write(content);
    return;
  }
  writeSecretFile(path, file.bytes, { content, mode: 0o600 });
  say(`${path} is in plain text now, for you alone to read: do not commit it`);
}
