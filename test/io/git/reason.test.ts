import { describe, expect, test } from 'vitest';
import { reasonOf } from '../../../lib/io/git/index.ts';

const said = (errors: string): string =>
  reasonOf({ errors, problem: 'ended with 128', isMissing: false });

describe('why Git failed', () => {
  test('is what ssh said, where that did not connect', () => {
    const errors = [
      'ssh: Could not resolve hostname github.com: Name or service not known',
      'fatal: Could not read from remote repository.',
      '',
      'Please make sure you have the correct access rights',
      'and the repository exists.',
    ].join('\n');
    expect(said(errors)).toBe('Could not resolve hostname github.com: Name or service not known');
  });

  test('is the first thing that it calls fatal', () => {
    expect(said("warning: redirecting\nfatal: couldn't find remote ref main\nmore\n")).toBe(
      "couldn't find remote ref main",
    );
  });

  test('is why a push was refused', () => {
    expect(said(' ! [remote rejected] main -> main (protected branch)\nerror: failed\n')).toBe(
      'protected branch',
    );
  });

  test('is how it ended, where it said nothing', () => {
    expect(said('')).toBe('git ended with 128');
  });
});
