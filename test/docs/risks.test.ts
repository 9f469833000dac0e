import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultRules } from '../../lib/plan/rules/index.ts';
import { ruleCases } from '../plan/rules/cases/index.ts';

const checkout = join(import.meta.dirname, '../..');
const folder = join(checkout, 'lib/plan/rules');
const rules = [...defaultRules.changes, ...defaultRules.sets].toSorted((a, b) =>
  a.code < b.code ? -1 : 1,
);

/** What the comment of each rule says, by its code. */
const meanings = new Map(
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((text) => [
      ...text.matchAll(
        /^\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const \w+: (?:Set)?Rule = \{\n {2}code: '([^']*)'/gm,
      ),
    ])
    .map(([, comment = '', code = '']) => [code, comment.replace(/\s*\n \*\s?/g, ' ').trim()]),
);

const introduction = `# Risks of a plan

What \`sluice plan\` warns of. A danger can lose data or stop Flux, and makes the exit code 3; a caution is
worth a look. Each stands with its code in the JSON form, and under "What to do" in the others.

The page is made from the rules in \`lib/plan/rules\` and from their cases in \`test/plan/rules/cases\`; each
section names one that the rule tells and one that it does not:
\`npx vitest run test/docs/risks.test.ts --update\`.
`;

function section({ code, level, remedy }: (typeof rules)[number]): string {
  const { told = {}, silent = {} } = ruleCases[code] ?? {};
  return `## ${code}

${level === 'danger' ? 'Danger' : 'Caution'}. ${meanings.get(code) ?? ''}

- Told if ${Object.keys(told)[0] ?? ''}.
- Not told if ${Object.keys(silent)[0] ?? ''}.
- What to do: ${remedy}
`;
}

test('every rule has a comment that says why it matters', () => {
  expect(rules.filter(({ code }) => meanings.get(code)?.endsWith('.') !== true)).toEqual([]);
});

test('the page of risks is as the rules and their cases say', async () => {
  const page = [introduction, ...rules.map(section)].join('\n');
  await expect(page).toMatchFileSnapshot(join(checkout, 'docs/reference/plan-risks.md'));
});
