import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks, type Outcome } from '../../lib/verify/index.ts';
import { checkCases } from '../verify/cases/index.ts';
import { evidenceOf } from '../verify/support.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'lib/verify/checks');

/** What the comment of each check says, by its id. */
const meanings = new Map(
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((text) => [
      ...text.matchAll(
        /^\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const \w+: Check = \{\n {2}id: '([^']*)'/gm,
      ),
    ])
    .map(([, comment = '', id = '']) => [id, comment.replace(/\s*\n \*\s?/g, ' ').trim()]),
);

const introduction = `# The checklist

What \`sluice verify\` looks at. The first part needs no cluster; the second is asked with \`--live\`, of one
cluster, by kubectl. A check that cannot be made says "not checked" and why, and fails nothing: a repository
or a forge that cannot be reached, rights that are missing, ciphertext that no key at hand opens. Nothing is
changed, in Git or in the cluster.

- The manifests are those of the branch that a cluster reads, or of \`--repo\`. The token for https is
  SLUICE_GIT_TOKEN, as for \`sluice publish\`.
- The rules of branches are read with GITHUB_TOKEN from GITHUB_API_URL, or with GITLAB_TOKEN from
  CI_API_V4_URL; without them, from github.com and gitlab.com. Branches of the program are to be reviewed;
  that of a manifests repository of its own is what \`publish\` and Flux push to, so it is to be protected from
  force pushes.
- Charts of HelmReleases are not rendered: what Helm installed is looked at by its owner alone.
- Of Secrets, only metadata is read, and the fields \`tls.crt\`, \`ca.crt\`, \`certFile\` and \`caFile\` of those that
  objects of Flux name. Keys of ssh have no end, and tokens do not say theirs.

The page is made from the checks in \`lib/verify/checks\` and from their cases in \`test/verify/cases\`:
\`npx vitest run test/docs/verify.test.ts --update\`.
`;

const parts = { offline: 'Without a cluster', live: 'Of a running cluster' } as const;

/** What a case is told, with its first problem, and how to mend that. */
function told(name: string, outcome: Outcome): string {
  if (outcome.status !== 'fail') return `- Fails if ${name}.`;
  const [{ message, location, remedy } = { message: '', location: {}, remedy: '' }] =
    outcome.problems;
  const place = location.object ?? location.file;
  const said = place === undefined ? message : `${place}: ${message}`;
  return `- Fails if ${name}: "${said}". ${remedy}`;
}

async function section(check: (typeof checks)[number]): Promise<string> {
  const { fails = {}, passes = {}, unchecked = {} } = checkCases[check.id] ?? {};
  const lines = [
    ...(await Promise.all(
      Object.entries(fails).map(async ([name, given]) =>
        told(name, await check.look(await evidenceOf(given))),
      ),
    )),
    ...Object.keys(passes).map((name) => `- Passes if ${name}.`),
    ...Object.keys(unchecked).map((name) => `- Not checked if ${name}.`),
  ];
  const { id, title } = check;
  return `### ${title}\n\n\`${id}\`. ${meanings.get(id) ?? ''}\n\n${lines.join('\n')}\n`;
}

test('every check has a comment that says why it matters', () => {
  expect(checks.filter(({ id }) => meanings.get(id)?.endsWith('.') !== true)).toEqual([]);
});

test('the page of the checklist is as the checks and their cases say', async () => {
  const sections: string[] = [];
  for (const part of ['offline', 'live'] as const) {
    sections.push(`## ${parts[part]}\n`);
    for (const check of checks.filter((each) => each.part === part)) {
      sections.push(await section(check));
    }
  }
  const page = [introduction, ...sections].join('\n');
  await expect(page).toMatchFileSnapshot(join(root, 'docs/reference/verify.md'));
});
