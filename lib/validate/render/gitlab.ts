import { createHash } from 'node:crypto';
import type { Validation } from '../validate.ts';
import { subjectOf } from './words.ts';

/** Findings as a Code Quality report of GitLab, which a merge request shows beside its lines. */
export function renderGitlab(validations: readonly Validation[]): string {
  const seen = new Map<string, number>();
  const issues = validations.flatMap(({ name, findings }) =>
    findings.map((finding) => {
      const { code, severity, message, location } = finding;
      const { object = '', field = '', file = '.', line = 1 } = location;
      const key = [name, code, object, field, message, file].join('\n');
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      return {
        description: `${subjectOf(finding)}${message}`,
        check_name: code,
        // Lines that move make no new issue; two that are alike are two.
        fingerprint: createHash('sha256').update(`${key}\n${count}`).digest('hex'),
        severity: severity === 'error' ? 'major' : 'minor',
        location: { path: file, lines: { begin: line } },
      };
    }),
  );
  return JSON.stringify(issues, null, 2);
}
