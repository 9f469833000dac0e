import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { endChild, Interrupted, interruptible, isRunning } from '../process/index.ts';
import { shellWords } from './shell-words.ts';

/** What sops falls back on (cmd/sops/edit.go: runEditor). */
const usualEditors = ['vim', 'nano', 'vi'];

/**
 * A terminal sends these to the editor too, which may want them for a command of its own: as git
 * does, it is left to the editor whether the session ends.
 */
const fromKeyboard: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT']);

/**
 * Lets a person change a text in $SOPS_EDITOR or $EDITOR, else in vim, nano or vi. The text lies in a
 * folder that only this user can enter; it is removed in the end, also on errors and signals.
 *
 * @param name the name of the file that the editor sees, by which it knows the language
 * @param accept takes what the editor left; true ends the session, false opens the editor again
 * @throws DiagnosticError where no editor runs, or it ends with an error
 */
export async function editText(
  name: string,
  text: string,
  accept: (edited: string) => Promise<boolean>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const folder = privateFolder();
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const session: { editor?: ChildProcess } = {};
  process.once('exit', remove);
  const edit = async (): Promise<void> => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    do {
      await runEditor(file, env, session);
    } while (!(await accept(readEdited(file))));
  };
  try {
    await interruptible(
      edit,
      async (signal) => {
        remove();
        await endChild(session.editor, signal);
      },
      (signal) => fromKeyboard.has(signal) && isRunning(session.editor),
    );
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Node makes it for this user only. */
function privateFolder(): string {
  try {
    return mkdtempSync(path.join(tmpdir(), 'sluice-edit-'));
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    return failed(`no temporary folder can be made: ${code}`, 'TMPDIR names where it would be.');
  }
}

function failed(message: string, hint: string): never {
  throw new DiagnosticError([errorAt('editor-failed', {}, message, { hint })]);
}

function readEdited(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch {
    return failed('what the editor left cannot be read as UTF-8', 'Nothing was changed.');
  }
}

async function runEditor(
  file: string,
  env: NodeJS.ProcessEnv,
  session: { editor?: ChildProcess },
): Promise<void> {
  const variable = ['SOPS_EDITOR', 'EDITOR'].find((each) => (env[each] ?? '') !== '');
  const command = variable === undefined ? undefined : shellWords(env[variable] ?? '');
  if (variable !== undefined && (command === undefined || command.length === 0)) {
    failed(`$${variable} is no command`, 'Set it to a program and its arguments.');
  }
  const candidates = command === undefined ? usualEditors.map((each) => [each]) : [command];
  for (const [program = '', ...words] of candidates) {
    const editor = spawn(program, [...words, file], { stdio: 'inherit', env: withoutKeys(env) });
    session.editor = editor;
    const outcome = await ended(editor);
    if (outcome === 'missing') continue;
    if (outcome === 0) return;
    if (outcome === 'SIGINT' || outcome === 'SIGQUIT') throw new Interrupted(outcome);
    failed(`the editor ended with ${outcome}`, 'Nothing was changed.');
  }
  failed(
    variable === undefined
      ? `there is none of the editors ${usualEditors.join(', ')}`
      : `the program that $${variable} names cannot be started`,
    'Set EDITOR to an editor that waits until the file is closed, such as `code --wait`.',
  );
}

function ended(editor: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    editor.once('error', () => resolve('missing'));
    editor.once('exit', (code, signal) => resolve(code ?? signal ?? ''));
  });
}

/** An editor and its plugins need no private key. */
function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SOPS_AGE_')));
}
