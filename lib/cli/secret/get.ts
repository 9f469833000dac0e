import { AgeKeys, readSecretFile } from '../../io/secret/index.ts';
import { decrypt, decryptBinary, type Path } from '../../sops/index.ts';
import { placeOf, valueAt } from './key-path.ts';
import { refuse } from './output.ts';
import { documentsOf } from './secret-object.ts';
import { unlock } from './unlock.ts';

/** Prints a value: on a terminal with a newline behind it, else its bytes alone. */
export async function get(path: string, key: string): Promise<void> {
  const file = readSecretFile(path);
  if (file.isBinary) {
    if (key !== 'data') noSuchKey(path, key);
    print(await unlock(file, new AgeKeys(), decryptBinary));
    return;
  }
  const text = await unlock(file, new AgeKeys(), (source, identities) =>
    decrypt(source, file.format, identities),
  );
  const documents = documentsOf(text, file.format, path);
  const place = placeOf(key, file.format, documents);
  const value =
    file.format === 'dotenv' ? dotenvValue(text, place.path) : valueAt(documents, place.path);
  if (value === undefined) return noSuchKey(path, key);
  if (typeof value === 'object' && value !== null) {
    refuse('sops-path', { file: path, field: key }, 'this is a map or a list, no single value');
  }
  const plain = value === null ? '' : String(value);
  print(place.form === 'encode' ? Buffer.from(plain, 'base64') : plain);
}

function noSuchKey(file: string, field: string): never {
  return refuse('sops-path', { file, field }, 'there is no such key');
}

function print(value: string | Uint8Array): void {
  process.stdout.write(value);
  if (process.stdout.isTTY) process.stdout.write('\n');
}

/** As sops reads a .env file: a variable a line, and newlines in it as `\n`. */
function dotenvValue(text: string, [name]: Path): string | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name ?? ''}=`));
  return line?.slice(line.indexOf('=') + 1).replaceAll('\\n', '\n');
}
