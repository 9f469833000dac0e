import { AgeKeys, machine, readSecretFile, writeSecretFile } from '../../io/secret/index.ts';
import { rotate } from '../../sops/index.ts';
import { say } from './output.ts';
import { unlock } from './unlock.ts';

/** Gives a file a new data key. */
export async function rotateFile(path: string): Promise<void> {
  const file = readSecretFile(path);
  const content = await unlock(file, new AgeKeys(), (source, identities) =>
    rotate(source, file.format, identities, machine()),
  );
  writeSecretFile(path, file.bytes, { content });
  say(`${path} has a new data key; who could read it before keeps what they have read`);
}
