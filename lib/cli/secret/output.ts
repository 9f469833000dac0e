import {
  type Diagnostic,
  type DiagnosticCode,
  DiagnosticError,
  errorAt,
  formatDiagnostic,
  type Location,
  printable,
} from '../../core/index.ts';
import { painterFor } from '../../io/terminal.ts';
import type { Result } from '../../sops/index.ts';

/** Says something to the person, beside what the command prints. */
export function say(text: string): void {
  console.error(printable(text));
}

/** Shows diagnostics that do not end the command. */
export function show(diagnostics: readonly Diagnostic[]): void {
  const paint = painterFor(process.stderr, process.env);
  for (const each of diagnostics) console.error(formatDiagnostic(each, paint));
}

/** The value of a result; its warnings are shown, its errors thrown. */
export function take<T>(result: Result<T>): T {
  if (!('value' in result)) throw new DiagnosticError(result.diagnostics);
  show(result.warnings);
  return result.value;
}

/** Ends the command with an error. */
export function refuse(
  code: DiagnosticCode,
  location: Location,
  message: string,
  hint?: string,
): never {
  throw new DiagnosticError([errorAt(code, location, message, hint === undefined ? {} : { hint })]);
}
