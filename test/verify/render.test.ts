import { expect, test } from 'vitest';
import { painterFor } from '../../lib/io/terminal.ts';
import { type Checked, type Outcome, renderJson, renderText } from '../../lib/verify/index.ts';

const one = (outcome: Outcome): readonly Checked[] => [
  { id: 'one', title: 'It holds', part: 'offline', outcome },
];

test('a check that passes is one line with what was counted', () => {
  const [line] = renderText(one({ status: 'pass', counted: '2 files', notes: [] })).split('\n');
  expect(line).toBe('pass         It holds  (2 files)');
});

test('problems of one remedy are said together', () => {
  const problem = (file: string, remedy: string) => ({
    message: 'bad',
    location: { file },
    remedy,
  });
  const problems = [problem('a', 'Mend it.'), problem('b', 'Turn it.'), problem('c', 'Mend it.')];
  expect(renderText(one({ status: 'fail', problems, notes: ['d is left out'] }))).toBe(
    `fail         It holds
             a: bad
             c: bad
             → Mend it.
             b: bad
             → Turn it.
             d is left out

1 check: 0 pass, 1 fail, 0 not checked`,
  );
});

test('names cannot drive a terminal', () => {
  const hostile = 'a\u001b[2J\nfake: pass';
  const problems = [{ message: hostile, location: { object: hostile }, remedy: hostile }];
  const all = [
    ...one({ status: 'fail', problems, notes: [hostile] }),
    ...one({ status: 'not checked', why: [hostile] }),
    ...one({ status: 'pass', counted: hostile, notes: [hostile] }),
  ];
  const text = renderText(all);
  expect(text).not.toContain('\u001b');
  expect(text).not.toMatch(/^fake/m);
});

test('there are colours where a terminal asks for them', () => {
  const outcome: Outcome = { status: 'not checked', why: ['no token'] };
  expect(renderText(one(outcome), painterFor({ isTTY: true }, {}))).toContain('\u001b[33m');
  expect(renderText(one(outcome), painterFor({}, {}))).not.toContain('\u001b');
});

test('of very many problems, text says how many more there are, and JSON has all', () => {
  const problems = Array.from({ length: 25 }, () => ({
    message: 'bad',
    location: {},
    remedy: 'Mend it.',
  }));
  const checked = one({ status: 'fail', problems, notes: [] });
  expect(renderText(checked)).toContain('and 5 more: --json');
  const read = JSON.parse(renderJson(checked)) as { checks: [{ problems: unknown[] }] };
  expect(read.checks[0].problems).toHaveLength(25);
});
