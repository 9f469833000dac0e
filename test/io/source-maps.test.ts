import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorAt } from '../../lib/core/index.ts';
import { inSource } from '../../lib/io/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeFile } from '../support/tree.ts';

// Line 1 of the result is line 3 of the source, line 2 is line 5: `;` ends a line, AAEA is
// (column 0, source 0, line +2, column 0), and UACA another from column 10 on, a line below.
const map = JSON.stringify({
  version: 3,
  sources: ['../src/app.ts'],
  names: [],
  mappings: 'AAEA,UACA;AACA',
});

/** A folder with compiled code, and how its end names the map. */
function compiled(comment: string): string {
  const root = temporaryFolder();
  writeFile(root, 'dist/app.js', `one();\ntwo();\n//# sourceMappingURL=${comment}\n`);
  writeFile(root, 'dist/app.js.map', map);
  return root;
}

function locate(root: string, line: number, column = 1) {
  const file = path.join(root, 'dist/app.js');
  return inSource(errorAt('usage', { construct: 'home', file, line, column }, ''), root).location;
}

describe('a place in compiled code', () => {
  it('becomes the place in its source, relative to the folder', () => {
    expect(locate(compiled('app.js.map'), 2)).toEqual({
      construct: 'home',
      file: 'src/app.ts',
      line: 5,
    });
  });

  it('does so with a map inside the code', () => {
    const url = `data:application/json;charset=utf-8;base64,${btoa(map)}`;
    expect(locate(compiled(url), 1)).toMatchObject({ file: 'src/app.ts', line: 3 });
  });

  it('depends on the column', () => {
    const root = compiled('app.js.map');
    expect([10, 11].map((column) => locate(root, 1, column).line)).toEqual([3, 4]);
  });

  it('stays as it is without a map', () => {
    expect(locate(compiled('missing.map'), 2)).toMatchObject({ file: 'dist/app.js', line: 2 });
  });

  it('stays as it is with a broken map', () => {
    const root = compiled('app.js.map');
    writeFile(root, 'dist/app.js.map', '{');
    expect(locate(root, 2)).toMatchObject({ file: 'dist/app.js', line: 2 });
  });
});

it('the places that take part are mapped too', () => {
  const root = compiled('app.js.map');
  const file = pathToFileURL(path.join(root, 'dist/app.js')).pathname;
  const found = inSource(errorAt('usage', {}, '', { related: [{ file, line: 1 }] }), root);
  expect(found.related).toEqual([{ file: 'src/app.ts', line: 3 }]);
});

it('a file outside the folder keeps its whole path', () => {
  const found = inSource(errorAt('usage', { file: '/elsewhere/a.ts', line: 1 }, ''), '/here');
  expect(found.location).toEqual({ file: '/elsewhere/a.ts', line: 1 });
});

it('a diagnostic without a place stays as it is', () => {
  const found = errorAt('usage', { construct: 'home' }, 'message');
  expect(inSource(found, '/here')).toEqual(found);
});
