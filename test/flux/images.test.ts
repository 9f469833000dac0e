import { describe, expect, it } from 'vitest';
import { alphabetical, datedBuild, numerical, semver } from '../../lib/index.ts';
import { latestTag } from './image-check.ts';

function shuffled<T>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? 1 : -1));
}

describe('Flux chooses', () => {
  it('the highest version in a range', async () => {
    const tags = ['6.9.0', '6.10.1', '7.0.0', 'latest'];
    expect(await latestTag(semver('6.x'), tags)).toBe('6.10.1');
  });

  it('the last tag in alphabetical order', async () => {
    expect(await latestTag(alphabetical(), ['b', 'c', 'a'])).toBe('c');
  });

  it('the first where the order is descending', async () => {
    expect(await latestTag(alphabetical({ order: 'desc' }), ['b', 'c', 'a'])).toBe('a');
  });

  it('the highest number that the filter extracts', async () => {
    const filterTags = { pattern: '^main-(?P<run>[0-9]+)$', extract: '$run' };
    const tags = ['main-9', 'main-100', 'main-10', 'dev-900'];
    expect(await latestTag(numerical({ filterTags }), tags)).toBe('main-100');
  });

  it('the lowest number where the order is descending', async () => {
    expect(await latestTag(numerical({ order: 'desc' }), ['10', '9', '100'])).toBe('9');
  });
});

describe('of dated builds Flux chooses', () => {
  // Oldest first: each is the latest of those up to it.
  const dev = [
    'dev-20251231.100',
    'dev-20260115.0',
    'dev-20260115.1',
    'dev-20260115.9',
    'dev-20260115.10',
    'dev-20260115.11',
    'dev-20260115.99',
    'dev-20260115.100',
    'dev-20260115.1000',
    'dev-20260116.1',
    'dev-20260116.18446744073709551615',
    'dev-20261001.2',
  ];
  const others = [
    'prod-20270101.1',
    'dev-20270101',
    'dev-20270101.1-rc',
    'dev-20270101.09',
    '9.9.9',
  ];

  it.each(dev.map((tag, index) => [tag, dev.slice(0, index + 1)] as const))(
    '%s above all that are older',
    async (tag, tags) => {
      expect(await latestTag(datedBuild('dev-'), shuffled([...tags, ...others]))).toBe(tag);
    },
  );

  it('those of the prefix', async () => {
    const tags = ['dev-20260116.1', 'prod-20260115.10', 'prod-20260115.9'];
    expect(await latestTag(datedBuild('prod-'), tags)).toBe('prod-20260115.10');
  });

  it('those without a prefix where there is none', async () => {
    const tags = ['dev-20260116.1', '20260115.10', '20260115.9'];
    expect(await latestTag(datedBuild(), tags)).toBe('20260115.10');
  });

  it('none of another prefix that a regular expression would take for it', async () => {
    await expect(latestTag(datedBuild('a.b'), ['a-b20260115.1'])).rejects.toThrow(
      'list argument cannot be empty',
    );
  });

  it('nothing where none is one', async () => {
    await expect(latestTag(datedBuild('dev-'), others)).rejects.toThrow(
      'list argument cannot be empty',
    );
  });
});
