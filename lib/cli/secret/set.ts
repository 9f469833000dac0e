import { DiagnosticError } from '../../core/index.ts';
import {
  AgeKeys,
  canAsk,
  confirm,
  formatOfFile,
  machine,
  type SecretFile,
  tryReadSecretFile,
  writeSecretFile,
} from '../../io/secret/index.ts';
import { decrypt, type Key, listKeys, type Path, setValue } from '../../sops/index.ts';
import { placeOf } from './key-path.ts';
import { encryptNew } from './new-file.ts';
import { refuse, say, take } from './output.ts';
import { readValue, valueFor } from './read-value.ts';
import { remainder, textWith } from './replace.ts';
import { documentsOf } from './secret-object.ts';
import { lacksKey, sourceOf, unlock } from './unlock.ts';

/** The options of `sluice secret set`. */
export interface SetFlags {
  readonly replace?: true;
}

/** Sets one value of a file, or makes a new file of it. */
export async function set(path: string, key: string, { replace }: SetFlags): Promise<void> {
  const file = tryReadSecretFile(path);
  const content =
    file === undefined
      ? await created(path, key)
      : await changed(file, key).catch((error: unknown) => {
          if (!lacksKey(error)) throw error;
          return replaced(file, key, replace === true, error);
        });
  if (file?.bytes.equals(Buffer.from(content)) === true) {
    say(`${path} has that value already`);
    return;
  }
  writeSecretFile(path, file?.bytes, { content });
  say(`${path} is written`);
}

async function created(path: string, key: string): Promise<string> {
  const file = { path, ...formatOfFile(path) };
  const rest = remainder(file, undefined);
  const place = placeOf(key, file.format, [rest]);
  const value = valueFor(place, await readValue(key));
  return encryptNew(file, textWith(file, rest, place.path, value));
}

/** Asks for the value only when it is sure that the file can be opened. */
async function changed(file: SecretFile, key: string): Promise<string> {
  const keys = new AgeKeys();
  const { path, format } = file;
  const text = await unlock(file, keys, (source, identities) =>
    decrypt(source, format, identities),
  );
  const place = placeOf(key, format, documentsOf(text, format, path));
  const type = await keyAt(place.path, file).then((known) => known?.type);
  const value = valueFor(place, await readValue(key), type);
  const content = await unlock(file, keys, (source, identities) =>
    setValue(source, format, place.path, value, identities, machine()),
  );
  const written = await keyAt(place.path, { ...file, bytes: Buffer.from(content) });
  if (written?.encrypted === false) leftPlain(path, written.field);
  return content;
}

/** Refuses to write a value that everyone could read. */
function leftPlain(file: string, field: string): never {
  const message = 'the rule of the file leaves this value in plain text';
  return refuse('plaintext-secret', { file, field }, message, 'Another key, or another rule.');
}

async function keyAt(path: Path, file: SecretFile): Promise<Key | undefined> {
  const keys = take(await listKeys(sourceOf(file), file.format));
  return keys.find((each) => isAt(each, path));
}

/** Whether a key is at a path; the items of a list share theirs. */
function isAt(key: Key, path: Path): boolean {
  const names = path.filter((each) => typeof each === 'string');
  return key.path.length === names.length && names.every((name, at) => key.path[at] === name);
}

/** Who cannot open a file can still write it anew: that takes public keys only. */
async function replaced(
  file: SecretFile,
  key: string,
  isWanted: boolean,
  error: DiagnosticError,
): Promise<string> {
  const { path, format } = file;
  const source = sourceOf(file);
  const rest = remainder(file, documentsOf(source.text, format, path));
  const place = placeOf(key, format, [rest]);
  const keys = take(await listKeys(source, format));
  const lost = keys.filter((each) => each.encrypted && !isAt(each, place.path));
  const loss = lost.map(({ field }) => field).join(', ');
  const consequence = loss === '' ? 'It holds no other value.' : `It would lose ${loss}.`;
  if (!isWanted) {
    if (!canAsk()) throw offering(error, consequence);
    say(`No private key at hand opens ${path}, so it can only be written anew. ${consequence}`);
    if (!(await confirm('Write it anew with this value alone?'))) throw error;
  }
  const value = valueFor(place, await readValue(key));
  return encryptNew(file, textWith(file, rest, place.path, value));
}

function offering({ diagnostics }: DiagnosticError, consequence: string): DiagnosticError {
  const offer = `--replace writes the file anew with this value alone. ${consequence}`;
  return new DiagnosticError(
    diagnostics.map((each) =>
      each.code === 'sops-no-key' ? { ...each, hint: [each.hint, offer].join(' ') } : each,
    ),
  );
}
