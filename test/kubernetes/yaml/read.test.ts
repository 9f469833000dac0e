import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../lib/kubernetes/index.ts';

function value(text: string): unknown {
  const read = readYaml(`key: ${text}\n`);
  return 'problem' in read ? read : read.documents[0]?.['key'];
}

describe('readYaml reads scalars as kustomize does', () => {
  it.each([
    ['on', 'on'],
    ['yes', 'yes'],
    ['n', 'n'],
    ['true', true],
    ['~', null],
    ['017', 15],
    ['-017', -15],
    ['0o17', 15],
    ['0x1f', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['08', 8],
    ['1e3', 1000],
    ['1:30', '1:30'],
    ['2001-01-01', '2001-01-01'],
    ['12345678901234567890', 12345678901234567890n],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('also as keys', () => {
    expect(readYaml('on: 1\n')).toEqual({ documents: [{ on: 1 }] });
  });
});

describe('readYaml', () => {
  it('leaves out empty documents', () => {
    expect(readYaml('---\n---\na: 1\n---\n# nothing\n')).toEqual({ documents: [{ a: 1 }] });
  });

  it('names the line of a mistake', () => {
    expect(readYaml('a: 1\nb: [\n')).toMatchObject({ line: 3 });
  });

  it('refuses a key that is given twice', () => {
    expect(readYaml('a: 1\na: 2\n')).toMatchObject({ problem: expect.stringContaining('unique') });
  });

  it('refuses a document that is no map', () => {
    expect(readYaml('- a\n')).toEqual({ problem: 'a document is no map' });
  });

  it('refuses aliases that multiply', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 8; level += 1) {
      const alias = `*a${String(level - 1)}`;
      lines.push(`a${String(level)}: &a${String(level)} [${Array(10).fill(alias).join(', ')}]`);
    }
    expect(readYaml(lines.join('\n'))).toHaveProperty('problem');
  });
});
