import { machine, readSecretFile, writeSecretFile } from '../../io/secret/index.ts';
import { encryptBinary } from '../../sops/index.ts';
import { creationRuleOf, encryptNew } from './new-file.ts';
import { say, take } from './output.ts';
import { sourceOf } from './unlock.ts';

/** The options of `sluice secret encrypt`. */
export interface EncryptFlags {
  readonly inPlace?: true;
}

/** Encrypts a file by its creation rule. */
export async function encryptFile(path: string, { inPlace }: EncryptFlags): Promise<void> {
  const file = readSecretFile(path);
  const content = file.isBinary
    ? take(await encryptBinary(file.bytes, await creationRuleOf(path), machine(), path))
    : await encryptNew(file, sourceOf(file).text);
  if (inPlace !== true) {
    process.stdout.write(content);
    return;
  }
  writeSecretFile(path, file.bytes, { content });
  say(`${path} is encrypted`);
}
