import {
  type Diagnostic,
  type DiagnosticCode,
  type Location,
  printable,
} from '../../core/index.ts';
import { formatObject } from '../../kubernetes/index.ts';
import type { ReconciledObject } from '../state.ts';
import type { Refused, Unavailable } from './ports.ts';

/** Why a release goes no further. */
export interface Stopped {
  readonly status: 'opaque' | 'failed';
  readonly diagnostic: Diagnostic;
}

/** Flux would refuse the release. */
export function failed(release: ReconciledObject, why: string): Stopped {
  const message = `Flux cannot install it: ${why}`;
  return { status: 'failed', diagnostic: diagnose('chart-failed', 'error', release, message) };
}

/** What the release installs cannot be known here. */
export function opaque(
  release: ReconciledObject,
  code: 'opaque-chart' | 'unknown-values',
  why: string,
  hint?: string,
): Stopped {
  const message = `what it installs is not known here: ${why}`;
  return { status: 'opaque', diagnostic: diagnose(code, 'warning', release, message, hint) };
}

/** A port that could not do what it was asked. */
export function stopped(release: ReconciledObject, bad: Unavailable | Refused): Stopped {
  return 'problem' in bad
    ? failed(release, bad.problem)
    : opaque(release, 'opaque-chart', bad.unavailable, bad.hint);
}

/** Whether a port could not do what it was asked. */
export function isBad(value: object): value is Unavailable | Refused {
  return 'unavailable' in value || 'problem' in value;
}

export function diagnose(
  code: DiagnosticCode,
  severity: Diagnostic['severity'],
  release: ReconciledObject,
  message: string,
  hint?: string,
): Diagnostic {
  const location: Location = {
    object: formatObject(release.id),
    ...(release.file !== undefined && { file: release.file }),
  };
  return {
    code,
    severity,
    message: printable(message),
    location,
    ...(hint !== undefined && { hint }),
  };
}
