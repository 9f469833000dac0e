import path from 'node:path';
import { type Diagnostic, DiagnosticError, plural, printable } from '../../core/index.ts';
import {
  AgeKeys,
  canAsk,
  confirm,
  CreationRulesFinder,
  findFiles,
  isFolder,
  readSecretFile,
  type SecretFile,
  writeSecretFile,
} from '../../io/secret/index.ts';
import {
  publicRecipient,
  shownRecipient,
  type Updated,
  updateRecipients,
} from '../../sops/index.ts';
import { isSopsFile } from './must-encrypt.ts';
import { anyCreationRuleOf } from './new-file.ts';
import { refuse, say } from './output.ts';
import { unlock } from './unlock.ts';

/** The options of `sluice secret updatekeys`. */
export interface UpdateKeysFlags {
  readonly yes?: true;
  readonly json?: true;
}

interface Change {
  readonly file: SecretFile;
  readonly updated: Updated;
}

/** Brings the recipients of files in line with their creation rules: of all files, or of none. */
export async function updateKeys(
  paths: readonly string[],
  { yes, json }: UpdateKeysFlags,
): Promise<void> {
  const changes = await changesOf(namedFiles(paths.length === 0 ? ['.'] : paths));
  const pending = changes.filter(({ file, updated }) => updated.text !== file.bytes.toString());
  if (json !== true) for (const line of pending.flatMap(changeLines)) console.log(line);
  const isAsked = json !== true && yes !== true && pending.length > 0;
  const isWritten = pending.length > 0 && (isAsked ? await isAgreed(pending.length) : yes === true);
  if (isWritten) {
    for (const { file, updated } of pending) {
      writeSecretFile(file.path, file.bytes, { content: updated.text });
    }
  }
  if (json === true) {
    const files = changes.map(({ file, updated: { added, removed } }) => {
      const shown = { added: added.map(publicRecipient), removed: removed.map(publicRecipient) };
      return { file: file.path, ...shown };
    });
    console.log(JSON.stringify({ version: 1, written: isWritten, files }, null, 2));
  } else if (pending.length === 0) {
    console.log(`${plural(changes.length, 'file')} up to date`);
  }
  if (isWritten && pending.some(({ updated }) => updated.removed.length > 0)) {
    say('Who was removed keeps what they have read: rotate the files, and change the secrets.');
  }
}

/** The files that paths stand for, each read when its turn comes: a tree may be large. */
function* namedFiles(paths: readonly string[]): Generator<SecretFile> {
  const seen = new Set<string>();
  for (const named of paths) {
    const isNamed = !isFolder(named);
    for (const file of isNamed ? [named] : findFiles([named])) {
      const absolute = path.resolve(file);
      if (seen.has(absolute) || (!isNamed && file.endsWith('.ini'))) continue;
      seen.add(absolute);
      const secret = readSecretFile(file);
      if (isNamed || isSopsFile(secret.bytes.toString(), secret)) yield secret;
    }
  }
}

async function changesOf(files: Iterable<SecretFile>): Promise<readonly Change[]> {
  const finder = new CreationRulesFinder();
  const keys = new AgeKeys();
  const changes: Change[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    try {
      const rule = await anyCreationRuleOf(file.path, finder);
      const updated = await unlock(file, keys, (source, identities) =>
        updateRecipients(source, file.format, rule, identities),
      );
      changes.push({ file, updated });
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return changes;
}

function changeLines({ file, updated: { added, removed } }: Change): readonly string[] {
  return [
    file.path,
    ...added.map((each) => `  + ${shownRecipient(each)}`),
    ...removed.map((each) => `  - ${shownRecipient(each)}`),
  ].map(printable);
}

async function isAgreed(count: number): Promise<boolean> {
  if (canAsk()) return confirm(`Write ${plural(count, 'file')}?`);
  return refuse('usage', {}, 'nothing was written: there is no terminal to ask on', 'Add --yes.');
}
