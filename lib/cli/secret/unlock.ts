import { type Diagnostic, DiagnosticError } from '../../core/index.ts';
import type { AgeKeys, SecretFile } from '../../io/secret/index.ts';
import { type Identity, type Result, type Source, verify } from '../../sops/index.ts';
import { refuse, take } from './output.ts';

const places =
  'Private keys are looked for in SOPS_AGE_KEY, SOPS_AGE_KEY_FILE, SOPS_AGE_KEY_CMD and ~/.config/sops/age/keys.txt.';

/** The text of a file, which all formats but binary ones are. */
export function sourceOf({ path, bytes }: Pick<SecretFile, 'path' | 'bytes'>): Required<Source> {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes), file: path };
  } catch {
    return refuse('sops-syntax', { file: path }, 'the file is no UTF-8 text');
  }
}

/**
 * Does something with an encrypted file that needs a private key. Keys that cannot be used are
 * mentioned only where no other opens the file.
 *
 * @throws DiagnosticError with what went wrong
 */
export async function unlock<T>(
  file: SecretFile,
  keys: AgeKeys,
  action: (source: Required<Source>, identities: readonly Identity[]) => Promise<Result<T>>,
): Promise<T> {
  const source = sourceOf(file);
  const { recipients } = await verify(source, file.format);
  const { identities, problems } = await keys.for(recipients);
  const result = await action(source, identities);
  if ('value' in result) return take(result);
  if (!result.diagnostics.some(isNoKey)) throw new DiagnosticError(result.diagnostics);
  throw new DiagnosticError([...result.diagnostics.map(withPlaces), ...problems]);
}

function isNoKey({ code }: Diagnostic): boolean {
  return code === 'sops-no-key';
}

function withPlaces(diagnostic: Diagnostic): Diagnostic {
  if (!isNoKey(diagnostic)) return diagnostic;
  return { ...diagnostic, hint: [diagnostic.hint, places].join(' ') };
}

/** Whether an error says that no private key at hand opens a file. */
export function lacksKey(error: unknown): error is DiagnosticError {
  return error instanceof DiagnosticError && error.diagnostics.some(isNoKey);
}
