import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { examplesIn, helpPages, wordsOf } from './help-pages.ts';

const pages = helpPages();
const leaves = pages.filter(({ command }) => command.commands.length === 0);

const introduction = `# Commands

What \`--help\` of each command says. \`sluice help CODE\` explains the code of an error or a risk. The page is
made from the commands in \`lib/cli\`: \`npx vitest run test/docs/commands.test.ts --update\`.
`;

test('the page of the commands is as their help says', async () => {
  const sections = pages.map(({ name, text }) => `## ${name}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  const page = [introduction, ...sections].join('\n');
  await expect(page).toMatchFileSnapshot(
    join(import.meta.dirname, '../../docs/reference/commands.md'),
  );
});

test.each(leaves)('$name has an example of itself', (page) => {
  const examples = examplesIn(page);
  expect(examples).not.toEqual([]);
  const [, ...words] = page.name.split(' ');
  for (const example of examples) {
    expect(wordsOf(example).slice(0, words.length)).toEqual(words);
  }
});

/** What each command would do is left out: what reads its words is its own. */
test.each(leaves.flatMap((page) => examplesIn(page).map((example) => [example] as const)))(
  'the example %s is understood',
  async (example) => {
    const [root] = helpPages();
    let ran = 0;
    const silence = (command: Command): void => {
      command.action(() => void (ran += 1));
      command.commands.forEach(silence);
    };
    root?.command.commands.forEach(silence);
    await root?.command.parseAsync([...wordsOf(example)], { from: 'user' });
    expect(ran).toBe(1);
  },
);
