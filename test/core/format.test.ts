import { describe, expect, test } from 'vitest';
import {
  type Diagnostic,
  DiagnosticError,
  errorAt,
  formatDiagnostic,
  type Painter,
  printable,
} from '../../lib/core/index.ts';

const full: Diagnostic = {
  code: 'duplicate-object',
  severity: 'error',
  message: 'Service demo/web is defined twice',
  location: { construct: 'home/a/web', file: 'apps/a/index.ts', line: 7, column: 5 },
  related: [{ construct: 'home/b/web', file: 'apps/b/index.ts', line: 9 }],
  hint: 'Remove one.',
};

/** Shows what is painted how. */
const tags: Painter = {
  red: (text) => `<red>${text}</red>`,
  yellow: (text) => `<yellow>${text}</yellow>`,
  dim: (text) => `<dim>${text}</dim>`,
  bold: (text) => `<bold>${text}</bold>`,
};

describe('a diagnostic', () => {
  test('says what, where and what to do', () => {
    expect(formatDiagnostic(full)).toBe(
      [
        'error duplicate-object  Service demo/web is defined twice',
        '  at home/a/web (apps/a/index.ts:7)',
        '  and home/b/web (apps/b/index.ts:9)',
        '  Remove one.',
      ].join('\n'),
    );
  });

  test('without place or hint is one line', () => {
    expect(formatDiagnostic(errorAt('usage', {}, 'what'))).toBe('error usage  what');
  });

  test('paints its level, its code and its places', () => {
    expect(formatDiagnostic(full, tags)).toBe(
      [
        '<red><bold>error</bold></red> <bold>duplicate-object</bold>  Service demo/web is defined twice',
        '<dim>  at home/a/web (apps/a/index.ts:7)</dim>',
        '<dim>  and home/b/web (apps/b/index.ts:9)</dim>',
        '  Remove one.',
      ].join('\n'),
    );
  });

  test('that is a warning is yellow', () => {
    const warning: Diagnostic = { ...full, severity: 'warning', related: [], hint: '' };
    expect(formatDiagnostic(warning, tags)).toMatch(/^<yellow>warning<\/yellow> /);
  });

  test.each([
    [{ construct: 'home/a' }, 'home/a'],
    [{ file: 'a.ts' }, 'a.ts'],
    [{ file: 'a.ts', line: 3 }, 'a.ts:3'],
    [{ object: 'Service demo/web', field: 'spec.ports[0]' }, 'Service demo/web spec.ports[0]'],
    [{ construct: 'home/a', object: 'Service demo/web' }, 'home/a'],
    [{ construct: 'home/a', field: 'spec', file: 'a.ts', line: 3 }, 'home/a spec (a.ts:3)'],
    [{ line: 3 }, undefined],
  ])('at %o is at %s', (location, place) => {
    const [, line] = formatDiagnostic(errorAt('usage', location, 'what')).split('\n');
    expect(line).toBe(place === undefined ? undefined : `  at ${place}`);
  });
});

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

describe('hostile text', () => {
  const hostile =
    '\u001b]0;owned\u0007\u001b[2Ka\nb\r\u009b31m\u200e\u2028\u202e\u2066\u2069\ufeff\u007f';

  test('is shown, not obeyed', () => {
    expect(printable(hostile)).toBe(
      '\\u001b]0;owned\\u0007\\u001b[2Ka\\u000ab\\u000d\\u009b31m\\u200e\\u2028\\u202e\\u2066\\u2069\\ufeff\\u007f',
    );
  });

  test('cannot escape from any part of a diagnostic', () => {
    const place = { construct: hostile, object: hostile, field: hostile, file: hostile };
    const text = formatDiagnostic(
      errorAt('usage', place, hostile, { related: [place], hint: hostile }),
    );
    expect(text).not.toMatch(unprintable);
    expect(text.split('\n')).toHaveLength(4);
  });

  test('of people is left as it is', () => {
    expect(printable('für 日本 🙂 "a" \\')).toBe('für 日本 🙂 "a" \\');
  });
});

test('an error that carries diagnostics names them all', () => {
  const error = new DiagnosticError([full, errorAt('usage', {}, 'what')]);
  expect(error.message).toBe('duplicate-object: Service demo/web is defined twice\nusage: what');
});
