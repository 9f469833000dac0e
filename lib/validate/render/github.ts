import { printable } from '../../core/index.ts';
import type { Validation } from '../validate.ts';
import { subjectOf } from './words.ts';

/** Findings as workflow commands of GitHub Actions, which become annotations of a pull request. */
export function renderGithub(validations: readonly Validation[]): string {
  return validations
    .flatMap(({ name, findings }) =>
      findings.map((finding) => {
        const { severity, code, message, hint, location } = finding;
        const { file, line, column } = location;
        const properties = [
          ...(file === undefined ? [] : [['file', file]]),
          ...(line === undefined ? [] : [['line', String(line)]]),
          ...(column === undefined ? [] : [['col', String(column)]]),
          ['title', `${code} (${name})`],
        ].map(([key = '', value = '']) => `${key}=${escapeProperty(printable(value))}`);
        const lines = [`${subjectOf(finding)}${message}`, ...(hint === undefined ? [] : [hint])];
        const text = lines.map(printable).join('\n');
        return `::${severity} ${properties.join(',')}::${escapeData(text)}`;
      }),
    )
    .join('\n');
}

/** As actions/toolkit writes them (packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
