import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { type Format, formatOf } from '../../sops/index.ts';
import { replaceFile } from '../replace-file.ts';

/** A file with secrets, encrypted or not, as it was read. */
export interface SecretFile {
  /** As the person named it. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The format of its ciphertext: bytes of no other format are kept in JSON. */
  readonly format: Format;
  readonly isBinary: boolean;
}

/**
 * The format that a file's name stands for.
 *
 * @throws DiagnosticError for .ini files, which SOPS keeps in a form of their own
 */
export function formatOfFile(file: string): Pick<SecretFile, 'format' | 'isBinary'> {
  const format = formatOf(file);
  if (format === 'ini') {
    const hint = 'Only sops itself can. Flux and Kubernetes have no use for them.';
    const message = 'Sluice reads and writes no .ini files';
    throw new DiagnosticError([errorAt('sops-unsupported', { file }, message, { hint })]);
  }
  return format === 'binary' ? { format: 'json', isBinary: true } : { format, isBinary: false };
}

/** Reads a file, if it is there. */
export function tryReadSecretFile(file: string): SecretFile | undefined {
  const stats = statsOf(file);
  return stats === undefined ? undefined : readSecretFile(file);
}

/**
 * Reads a file.
 *
 * @throws DiagnosticError where there is none, or it cannot be read
 */
export function readSecretFile(file: string): SecretFile {
  try {
    return { path: file, bytes: readFileSync(file), ...formatOfFile(file) };
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    const { code = 'it cannot be read' } = error as NodeJS.ErrnoException;
    const message =
      code === 'ENOENT' ? 'there is no such file' : `the file cannot be read: ${code}`;
    throw new DiagnosticError([errorAt('unreadable-file', { file }, message)]);
  }
}

/** What is written in place of a file. */
export interface NewContent {
  readonly content: string | Uint8Array;
  /** Permissions. Default: those of the file that was there, else what the umask leaves. */
  readonly mode?: number;
}

/**
 * Writes a file at once, with the permissions that it had.
 *
 * @param was the bytes that were read from it before; undefined if there must be no file yet
 * @throws DiagnosticError where it is a link, has changed meanwhile or cannot be written
 */
export function writeSecretFile(
  file: string,
  was: Uint8Array | undefined,
  { content, mode }: NewContent,
): void {
  const refuse = (message: string, hint: string): never => {
    throw new DiagnosticError([errorAt('output-failed', { file }, message, { hint })]);
  };
  const stats = statsOf(file);
  if (stats?.isSymbolicLink() === true) {
    refuse('it is a link, which is not written through', `Name the file: ${targetOf(file)}`);
  }
  if (stats === undefined ? was !== undefined : was === undefined || !isSame(file, was)) {
    refuse('the file was changed meanwhile', 'Nothing was written. Run it again.');
  }
  const kept = mode ?? (stats === undefined ? undefined : stats.mode & 0o777);
  try {
    replaceFile(file, content, kept === undefined ? {} : { mode: kept });
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    refuse(`it cannot be written: ${code}`, 'Nothing was changed. Check its folder.');
  }
}

function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    // Whoever reads or writes it says why it cannot be reached.
    return undefined;
  }
}

function isSame(file: string, was: Uint8Array): boolean {
  return readSecretFile(file).bytes.equals(was);
}

function targetOf(file: string): string {
  return path.join(path.dirname(file), readlinkSync(file));
}
