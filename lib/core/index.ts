/**
 * What every other folder speaks of: diagnostics, places in source, and trees of files.
 * Takes nothing and imports nothing; gives the types, and how a diagnostic reads.
 */
export {
  type Diagnostic,
  type DiagnosticCode,
  DiagnosticError,
  diagnosticCodes,
  errorAt,
  type Finding,
} from './diagnostic.ts';
export { type FileTree, isInside } from './file-tree.ts';
export { formatDiagnostic, type Painter, plainPainter, plural, printable } from './format.ts';
export type { Location, SourcePlace } from './location.ts';
export type { OwnRule, Severity } from './rule.ts';
