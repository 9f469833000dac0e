import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProgram } from '../../../lib/io/process/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';

/** Folders of programs: of each, its files and whether they can be run. */
function programs(folders: Readonly<Record<string, Readonly<Record<string, boolean>>>>): string {
  const root = temporaryFolder();
  for (const [folder, files] of Object.entries(folders)) {
    for (const [name, isExecutable] of Object.entries(files)) {
      writeFile(root, `${folder}/${name}`, '');
      chmodSync(join(root, folder, name), isExecutable ? 0o755 : 0o644);
    }
  }
  return root;
}

const find = (env: NodeJS.ProcessEnv) => findProgram('helm', 'SLUICE_HELM', env);

describe('a program', () => {
  test('is the first of its name in the PATH that can be run', () => {
    const root = programs({ a: { helm: false }, b: { helm: true }, c: { helm: true } });
    mkdirSync(join(root, 'd/helm'), { recursive: true });
    const path = ['d', 'a', 'b', 'c'].map((folder) => join(root, folder)).join(':');
    expect(find({ PATH: path })).toBe(join(root, 'b/helm'));
  });

  test('is what the variable names, and no other', () => {
    const root = programs({ a: { helm: true }, b: { 'my-helm': true } });
    const PATH = join(root, 'a');
    expect(find({ PATH, SLUICE_HELM: join(root, 'b/my-helm') })).toBe(join(root, 'b/my-helm'));
    expect(find({ PATH, SLUICE_HELM: join(root, 'b/gone') })).toBeUndefined();
    expect(find({ PATH, SLUICE_HELM: '' })).toBe(join(root, 'a/helm'));
  });

  test('is not looked for in relative folders of the PATH', () => {
    expect(find({ PATH: '.:bin:' })).toBeUndefined();
  });
});
