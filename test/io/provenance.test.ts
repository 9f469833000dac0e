import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readProvenance } from '../../lib/io/plan/index.ts';

describe('what is noted of where files come from', () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-provenance-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const noted = (text: string) => {
    mkdirSync(join(root, '.sluice'), { recursive: true });
    writeFileSync(join(root, '.sluice/provenance.json'), text);
    return readProvenance(root)('a.yaml', 'abc');
  };
  const entry = { hash: 'abc', construct: 'home/a', source: 'main.ts:1' };

  test('is told of a file that is as it was written', () => {
    expect(noted(JSON.stringify({ 'a.yaml': entry }))).toEqual({
      construct: 'home/a',
      source: 'main.ts:1',
    });
  });

  test('is not told of a file that was changed since', () => {
    expect(noted(JSON.stringify({ 'a.yaml': { ...entry, hash: 'abd' } }))).toBeUndefined();
  });

  test.each(['null', '[]', '{', '{"a.yaml":null}', '{"a.yaml":{"hash":"abc","construct":{}}}'])(
    'is nothing where the note is %s',
    (text) => {
      expect(noted(text)).toBeUndefined();
    },
  );
});
