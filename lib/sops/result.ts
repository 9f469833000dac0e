import {
  type Diagnostic,
  type DiagnosticCode,
  DiagnosticError,
  errorAt,
  type Location,
} from '../core/index.ts';

/**
 * What an operation gives: its value with warnings, or why there is none, in diagnostics of which one
 * at least is an error. Operations throw for defects only.
 */
export type Result<T> =
  | { readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly diagnostics: readonly Diagnostic[] };

type More = Pick<Diagnostic, 'hint' | 'related'>;

/** Takes note of something that a person should know, and that stops nothing. */
export type Warn = (diagnostic: Diagnostic) => void;

/** Something that a person should know. As of any diagnostic here, its message holds no value. */
export function warning(code: DiagnosticCode, location: Location, message: string): Diagnostic {
  return { ...errorAt(code, location, message), severity: 'warning' };
}

/** Leaves a layer with a problem; `resultOf` turns it into a value at the edge of the folder. */
export function fail(
  code: DiagnosticCode,
  location: Location,
  message: string,
  more: More = {},
): never {
  throw new DiagnosticError([errorAt(code, location, message, more)]);
}

/** Runs an operation: problems become values, and every other error is a defect that goes on. */
export async function resultOf<T>(operation: (warn: Warn) => T | Promise<T>): Promise<Result<T>> {
  const warnings: Diagnostic[] = [];
  try {
    const value = await operation((diagnostic) => warnings.push(diagnostic));
    return { value, warnings };
  } catch (cause) {
    if (cause instanceof DiagnosticError) {
      return { diagnostics: [...cause.diagnostics, ...warnings] };
    }
    throw cause;
  }
}
