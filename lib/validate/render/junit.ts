import type { Finding } from '../../core/index.ts';
import type { Suppressed } from '../suppressions.ts';
import type { Validation } from '../validate.ts';
import { subjectOf } from './words.ts';

/** Findings as JUnit XML: a suite a cluster, a failed case an error; warnings pass and say so. */
export function renderJunit(validations: readonly Validation[]): string {
  const suites = validations.map(({ name, findings, suppressed }) => {
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const cases = [...findings.map(caseOf), ...suppressed.map(skippedCase)];
    // Most readers take a suite without a case for one that did not run.
    if (cases.length === 0) cases.push('    <testcase name="validate" classname="sluice"/>');
    const counts = `tests="${cases.length}" failures="${errors}" skipped="${suppressed.length}"`;
    return [`  <testsuite name="${escape(name)}" ${counts}>`, ...cases, '  </testsuite>'].join(
      '\n',
    );
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites,
    '</testsuites>',
  ].join('\n');
}

function opening({ code, location }: Finding): string {
  const { file, line } = location;
  const place =
    file === undefined
      ? ''
      : ` file="${escape(file)}"${line === undefined ? '' : ` line="${line}"`}`;
  const name = [location.object, location.field].filter((part) => part !== undefined).join(' ');
  return `    <testcase name="${escape(name === '' ? code : name)}" classname="${escape(code)}"${place}>`;
}

function caseOf(finding: Finding): string {
  const { severity, code, message, hint = '' } = finding;
  const text = `${escape(subjectOf(finding) + message)}${hint === '' ? '' : `&#10;${escape(hint)}`}`;
  const body =
    severity === 'error'
      ? `<failure type="${escape(code)}" message="${escape(message)}">${text}</failure>`
      : `<system-out>${text}</system-out>`;
  return `${opening(finding)}${body}</testcase>`;
}

function skippedCase(finding: Suppressed): string {
  return `${opening(finding)}<skipped message="${escape(finding.reason)}"/></testcase>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// What XML 1.0 has no form for, what drives terminals, and halves of a character.
const unprintable =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escape(text: string): string {
  return text
    .replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
