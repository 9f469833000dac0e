import { describe, expect, it } from 'vitest';
import { emitYaml, type JsonObject } from '../../lib/kubernetes/index.ts';
import { lostValues } from '../../lib/synth/carriable.ts';

function lostIn(object: JsonObject): string[] {
  return lostValues(object, emitYaml(object)).map(({ field }) => field);
}

describe('values that kustomize would refuse or change are found', () => {
  it.each(['\u007f', '\u0085', '\u2028', '\ufffe', '\ud800'])('text with %j', (char) => {
    expect(lostIn({ data: { list: ['a', `b${char}`] } })).toEqual(['data.list[1]']);
  });

  it('a key that would merge', () => {
    expect(lostIn({ data: { '<<': 'a' } })).toEqual(['data.<<']);
  });

  it.each(['1', '0x1', '1.5', '1e3', '2024-01-02', 'true', 'null'])(
    'an annotation with the key %s',
    (key) => {
      expect(lostIn({ metadata: { annotations: { [key]: 'a' } } })).toEqual([
        `metadata.annotations.${key}`,
      ]);
    },
  );

  it('an annotation of lines that begins with a tab', () => {
    expect(lostIn({ metadata: { annotations: { a: '\tb\nc' } } })).toEqual([
      'metadata.annotations.a',
    ]);
  });

  it('a key that is too long', () => {
    const key = 'k'.repeat(1025);
    expect(lostIn({ data: { [key]: 'a' } })).toEqual([`data.${key}`]);
  });
});

it.each(['\u0007', '\t', '\u00e4', '\ud83d\ude00', 'a\r\nb', '\\x7f'])('%j is carried', (text) => {
  expect(lostIn({ data: { text } })).toEqual([]);
});

it.each(['1a', 'on', 'trueish', '1.2.3', 'example.org/1'])(
  'the annotation %s is carried',
  (key) => {
    expect(lostIn({ metadata: { annotations: { [key]: 'a' }, labels: { 1: '\tb\nc' } } })).toEqual(
      [],
    );
  },
);
