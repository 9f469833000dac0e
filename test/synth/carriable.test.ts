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

  it('a key that is too long', () => {
    const key = 'k'.repeat(1025);
    expect(lostIn({ data: { [key]: 'a' } })).toEqual([`data.${key}`]);
  });
});

it.each(['\u0007', '\t', '\u00e4', '\ud83d\ude00', 'a\r\nb', '\\x7f'])('%j is carried', (text) => {
  expect(lostIn({ data: { text } })).toEqual([]);
});
