import path from 'node:path';
import {
  canAsk,
  confirm,
  formatOfFile,
  readSecretFile,
  type SecretFile,
  tryReadSecretFile,
  writeSecretFile,
} from '../../io/secret/index.ts';
import { type JsonObject, lastApplied } from '../../kubernetes/index.ts';
import { variablesOf } from './env-file.ts';
import { encryptNew } from './new-file.ts';
import { refuse, say } from './output.ts';
import { documentsOf, emit, mapOf, secretIn, secretNamedAfter } from './secret-object.ts';
import { sourceOf } from './unlock.ts';

/** The options of `sluice secret import`. */
export interface ImportFlags {
  readonly replace?: true;
}

/** Makes an encrypted Secret of values in plain text. */
export async function importSecret(
  from: string,
  to: string,
  { replace }: ImportFlags,
): Promise<void> {
  const { format, isBinary } = formatOfFile(to);
  if (isBinary || format === 'dotenv') {
    refuse('usage', {}, `${to} cannot hold a Secret`, 'Give it a name that ends in .sops.yaml.');
  }
  const existing = tryReadSecretFile(to);
  const secret = secretFrom(readSecretFile(from), to);
  if (existing !== undefined && replace !== true) {
    const question = `${to} is there already. Replace it?`;
    if (!canAsk() || !(await confirm(question))) {
      const hint = '--replace writes it anew.';
      refuse('output-failed', { file: to }, 'the file is there already', hint);
    }
  }
  const content = await encryptNew({ path: to, format }, emit(secret, format));
  writeSecretFile(to, existing?.bytes, { content });
  say(`${to} is written. ${from} still holds the values in plain text: delete it`);
}

function secretFrom(file: SecretFile, to: string): JsonObject {
  const { text } = sourceOf(file);
  const base = path.basename(file.path);
  if (file.format === 'dotenv' || base.startsWith('.env')) {
    return secretNamedAfter(to, variablesOf(text, file.path));
  }
  const documents = file.isBinary ? [] : documentsOf(text, file.format, file.path);
  const secret = documents.length === 1 ? secretIn(documents) : undefined;
  if (secret !== undefined && secret['sops'] === undefined) return written(secret);
  const message =
    secret === undefined
      ? 'the file is neither a .env file nor a Secret'
      : 'it is encrypted already';
  return refuse('sops-syntax', { file: file.path }, message);
}

/** What people write of a Secret: not what the cluster adds, nor kubectl's copy of the values. */
function written(secret: JsonObject): JsonObject {
  const { apiVersion, kind, metadata, type, immutable, data, stringData } = secret;
  const { name, namespace, labels, annotations } = mapOf(metadata);
  const { [lastApplied]: _, ...own } = mapOf(annotations);
  const kept = {
    name,
    namespace,
    labels,
    ...(Object.keys(own).length > 0 && { annotations: own }),
  };
  const fields = { apiVersion, kind, metadata: present(kept), type, immutable, data, stringData };
  return present(fields);
}

function present(fields: Record<string, JsonObject[string] | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, JsonObject[string]] => entry[1] !== undefined,
    ),
  );
}
