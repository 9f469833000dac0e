import { printable } from '../../core/index.ts';
import { readSecretFile } from '../../io/secret/index.ts';
import { listKeys } from '../../sops/index.ts';
import { take } from './output.ts';
import { sourceOf } from './unlock.ts';

/** The options of `sluice secret list`. */
export interface ListFlags {
  readonly json?: true;
}

/** Prints the keys of a file. */
export async function list(path: string, { json }: ListFlags): Promise<void> {
  const file = readSecretFile(path);
  const keys = take(await listKeys(sourceOf(file), file.format));
  if (json === true) {
    const listed = keys.map(({ field, encrypted, type }) => ({ key: field, encrypted, type }));
    console.log(JSON.stringify({ version: 1, keys: listed }, null, 2));
    return;
  }
  for (const { field, encrypted } of keys) if (encrypted) console.log(printable(field));
}
