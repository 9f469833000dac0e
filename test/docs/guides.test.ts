import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareGuide, notDone, runGuide } from '../support/guide.ts';
import { checkout } from '../support/shell.ts';

const docs = join(checkout, 'docs');
const pages = [
  'README.md',
  'tutorial.md',
  ...['how-to', 'explanation'].flatMap((folder) =>
    readdirSync(join(docs, folder))
      .sort()
      .map((file) => `${folder}/${file}`),
  ),
];

/** What the pages show and no test does: what needs a registry, a cluster or another program. */
const shown = {
  // test/package/newcomer.test.ts does it with the packed package.
  'tutorial.md': ['npm install'],
  'how-to/add-a-cluster.md': [
    'age-keygen -o lab.agekey    # keep it where you keep passwords, not in the repository',
  ],
  // A part of a program.
  'how-to/continuous-integration.md': ['// renovate: datasource=github-releases depName=acme/tool'],
  // test/cluster/bootstrap.test.ts and verify.test.ts do it with a cluster.
  'how-to/recover-a-cluster.md': [
    'npx sluice bootstrap --cluster home --operator flux-operator.yaml',
    'npx sluice verify --cluster home --live',
  ],
  'how-to/rotate-a-key.md': [
    'age-keygen >> ~/.config/sops/age/keys.txt',
    'kubectl -n flux-system patch secret sops-age --type merge --patch-file new-key.yaml',
  ],
};

describe.concurrent('the page', () => {
  test.each(pages)(
    '%s shows what its commands do',
    async (page) => {
      const { said, saw } = await compareGuide(join(docs, page));
      expect(saw).toBe(said);
    },
    300_000,
  );
});

test('no other block of a page is left out than those that cannot be done here', () => {
  const left = pages.map(
    (page) => [page, notDone(readFileSync(join(docs, page), 'utf8'))] as const,
  );
  expect(Object.fromEntries(left.filter(([, blocks]) => blocks.length > 0))).toEqual(shown);
});

describe.concurrent('a guide', () => {
  const block = (info: string, ...lines: string[]): string =>
    `\`\`\`${info}\n${lines.join('\n')}\n\`\`\`\n`;

  test('shows what its commands print, and how the last of a block ends', async () => {
    expect(await runGuide(block('console', '$ echo a; echo b >&2', 'old', '$ exit 3'))).toBe(
      block('console exit=3', '$ echo a; echo b >&2', 'a', 'b', '$ exit 3'),
    );
  });

  test('may leave out what differs, and no more', async () => {
    const page = block('console', '$ seq 5', '1', '…', '5', '$ echo 12 apps', '… apps');
    expect(await runGuide(page)).toBe(page);
    const wrong = block('console', '$ seq 5', '1', '…', '6');
    expect(await runGuide(wrong)).toBe(block('console', '$ seq 5', '1', '2', '3', '4', '5'));
  });

  test('writes and changes the files that it shows, where its commands are by then', async () => {
    const page = [
      block('console', '$ mkdir a', '$ cd a', '$ export NAME=x'),
      block('yaml', '# b/x.yaml', 'one: 1', 'two: 2', 'three: 3'),
      block('diff', '# b/x.yaml', ' one: 1', '+half: 2', '@@', '-three: 3'),
      block('console', '$ cat b/$NAME.yaml', 'one: 1', 'half: 2', 'two: 2'),
    ].join('\n');
    expect(await runGuide(page)).toBe(page);
  });

  test('is wrong where a change does not fit, or a command fails that is not the last', async () => {
    const file = block('ts', '// a.ts', 'one();');
    await expect(runGuide(file + block('diff', '// a.ts', '-two();'))).rejects.toThrow('not once');
    await expect(runGuide(block('console', '$ exit 1', '$ true'))).rejects.toThrow('ended with 1');
  });
});
