import path from 'node:path';
import { DiagnosticError } from '../../core/index.ts';
import {
  AgeKeys,
  canAsk,
  confirm,
  editText,
  machine,
  readSecretFile,
  type SecretFile,
  writeSecretFile,
} from '../../io/secret/index.ts';
import { decrypt, decryptBinary, type Result, setValue, updateText } from '../../sops/index.ts';
import { refuse, say, show } from './output.ts';
import { sourceOf, unlock } from './unlock.ts';

/** Lets a person change a file in their editor; a mistake can be mended, or nothing is written. */
export async function edit(file: string): Promise<void> {
  const secret = readSecretFile(file);
  const keys = new AgeKeys();
  const plain = await plainText(secret, keys);
  await editText(path.basename(file), plain, async (edited) => {
    if (edited === plain) {
      say('Nothing was changed.');
      return true;
    }
    try {
      const content = await unlock(
        secret,
        keys,
        (source, identities): Promise<Result<string>> =>
          secret.isBinary
            ? setValue(source, secret.format, ['data'], edited, identities, machine())
            : updateText(source, secret.format, edited, identities, machine()),
      );
      writeSecretFile(file, secret.bytes, { content });
      say(`${file} is written`);
      return true;
    } catch (error) {
      if (!(error instanceof DiagnosticError) || !canAsk()) throw error;
      show(error.diagnostics);
      if (await confirm('Edit it again?')) return false;
      say('Nothing was changed.');
      process.exitCode = 1;
      return true;
    }
  });
}

async function plainText(secret: SecretFile, keys: AgeKeys): Promise<string> {
  if (!secret.isBinary) {
    return unlock(secret, keys, (source, identities) => decrypt(source, secret.format, identities));
  }
  const bytes = await unlock(secret, keys, decryptBinary);
  const { text } = sourceOf({ path: secret.path, bytes: Buffer.from(bytes) });
  if (text.includes('\0')) refuse('sops-syntax', { file: secret.path }, 'the file holds no text');
  return text;
}
