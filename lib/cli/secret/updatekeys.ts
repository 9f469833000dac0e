import { type Diagnostic, DiagnosticError, printable } from '../../core/index.ts';
import {
  AgeKeys,
  canAsk,
  confirm,
  CreationRulesFinder,
  findFiles,
  readSecretFile,
  type SecretFile,
  writeSecretFile,
} from '../../io/secret/index.ts';
import { type Updated, updateRecipients } from '../../sops/index.ts';
import { isSopsFile } from './must-encrypt.ts';
import { creationRuleOf } from './new-file.ts';
import { plural, refuse, say, shortRecipient } from './output.ts';
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
  const changes = await changesOf(paths.length === 0 ? sopsFiles() : paths.map(readSecretFile));
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
      return { file: file.path, added, removed };
    });
    console.log(JSON.stringify({ version: 1, written: isWritten, files }, null, 2));
  } else if (pending.length === 0) {
    console.log(`${plural(changes.length, 'file')} up to date`);
  }
  if (isWritten && pending.some(({ updated }) => updated.removed.length > 0)) {
    say('Who was removed keeps what they have read: rotate the files, and change the secrets.');
  }
}

function sopsFiles(): readonly SecretFile[] {
  const candidates = findFiles(['.']).filter((path) => !path.endsWith('.ini'));
  const files = candidates.map(readSecretFile);
  return files.filter((file) => isSopsFile(file.bytes.toString(), file));
}

async function changesOf(files: readonly SecretFile[]): Promise<readonly Change[]> {
  const finder = new CreationRulesFinder();
  const keys = new AgeKeys();
  const changes: Change[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    try {
      const { recipients } = await creationRuleOf(file.path, finder);
      const updated = await unlock(file, keys, (source, identities) =>
        updateRecipients(source, file.format, recipients, identities),
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
    ...added.map((each) => `  + ${shortRecipient(each)}`),
    ...removed.map((each) => `  - ${shortRecipient(each)}`),
  ].map(printable);
}

async function isAgreed(count: number): Promise<boolean> {
  if (canAsk()) return confirm(`Write ${plural(count, 'file')}?`);
  return refuse('usage', {}, 'nothing was written: there is no terminal to ask on', 'Add --yes.');
}
