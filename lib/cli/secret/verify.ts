import { type Diagnostic, errorAt, plural } from '../../core/index.ts';
import { AgeKeys, CreationRulesFinder, findFiles, isLink } from '../../io/secret/index.ts';
import { publicRecipient } from '../../sops/index.ts';
import { show } from './output.ts';
import { type Verified, verifyFile } from './verify-file.ts';

/** The options of `sluice secret verify`. */
export interface VerifyFlags {
  readonly json?: true;
}

/** Verifies every SOPS file among some paths, and says what was and what was not checked. */
export async function verifyFiles(paths: readonly string[], { json }: VerifyFlags): Promise<void> {
  const finder = new CreationRulesFinder();
  const keys = new AgeKeys();
  const verified: Verified[] = [];
  for (const path of findFiles(paths.length === 0 ? ['.'] : paths)) {
    const found = await verifyFile(path, finder, keys);
    if (found !== undefined) verified.push(found);
  }
  const found = verified.flatMap((each) => [...each.diagnostics, ...each.problems]);
  const diagnostics = distinct([...paths.flatMap(notChecked), ...found]);
  if (diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  if (json === true) {
    const files = verified.map(({ file, recipients, mac, isUnderRule }) => {
      const shown = recipients.map(publicRecipient);
      return { file, recipients: shown, recipientsCompared: isUnderRule, mac };
    });
    console.log(JSON.stringify({ version: 1, files, diagnostics }, null, 2));
    return;
  }
  show(diagnostics);
  for (const line of summary(verified, diagnostics)) console.log(line);
}

/** What is named, and cannot be checked: that may be what the person asked for. */
function notChecked(file: string): readonly Diagnostic[] {
  const warn = (code: Diagnostic['code'], message: string, hint: string): Diagnostic[] => [
    { ...errorAt(code, { file }, message, { hint }), severity: 'warning' },
  ];
  if (isLink(file)) {
    return warn('unreadable-file', 'not checked: it is a link', 'Name what it stands for.');
  }
  if (!file.endsWith('.ini')) return [];
  return warn('sops-unsupported', 'not checked: only sops reads .ini files', 'Use another format.');
}

/** A .sops.yaml or a key that cannot be used is met at every file, and told once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}

function summary(verified: readonly Verified[], diagnostics: readonly Diagnostic[]): string[] {
  const count = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((each) => each.severity === severity).length;
  const results = [plural(count('error'), 'error'), plural(count('warning'), 'warning')].join(', ');
  const lines = [`${plural(verified.length, 'file')} with secrets: ${results}`];
  const sops = verified.filter(({ recipients }) => recipients.length > 0);
  const right = sops.filter(({ mac }) => mac === 'right').length;
  const locked = sops.filter(({ mac, hasKey }) => mac === 'unchecked' && !hasKey).length;
  if (right > 0) lines.push(`MAC right: ${plural(right, 'file')}`);
  if (locked > 0) {
    lines.push(`MAC not checked: ${plural(locked, 'file')} that no private key at hand opens`);
  }
  const free = sops.filter(({ isUnderRule }) => !isUnderRule).length;
  if (free > 0)
    lines.push(`Recipients not compared: ${plural(free, 'file')} under no creation rule`);
  return lines;
}
