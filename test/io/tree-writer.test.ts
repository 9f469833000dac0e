import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTree } from '../../lib/io/index.ts';
import { ownershipMark } from '../../lib/synth/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { filesIn, thrownBy, treeOf, writeFile } from '../support/tree.ts';

const web = { objects: { a: '1', b: '2' } };
const base = treeOf({ home: { web, db: { objects: { c: '3' } } } });
const folder = 'clusters/home/apps/web';

/** A folder into which a tree was written. */
function written(tree = base): string {
  const root = temporaryFolder();
  writeTree(root, tree);
  return root;
}

/** What tells whether a file was touched. */
function stamp(file: string): string {
  const { ino, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [ino, mtimeNs, ctimeNs].join();
}

describe('a first write', () => {
  it('writes the tree and nothing else', () => {
    expect(filesIn(written())).toEqual(Object.fromEntries(base));
  });

  it('makes the folder and those above it', () => {
    const root = path.join(temporaryFolder(), 'a/b');
    writeTree(root, base);
    expect(filesIn(root)).toEqual(Object.fromEntries(base));
  });
});

describe('a second write', () => {
  it('of the same tree touches no file', () => {
    const root = written();
    const before = [...base.keys()].map((file) => stamp(path.join(root, file)));
    const changes = writeTree(root, base);
    expect([...base.keys()].map((file) => stamp(path.join(root, file)))).toEqual(before);
    expect(changes.unchanged).toHaveLength(base.size);
  });

  it('of one changed object writes that file alone', () => {
    const root = written();
    const tree = treeOf({
      home: { web: { objects: { a: 'new', b: '2' } }, db: { objects: { c: '3' } } },
    });
    const changes = writeTree(root, tree);
    expect([...changes.writes.keys()]).toEqual([`${folder}/configmap.a.yaml`]);
    expect(filesIn(root)).toEqual(Object.fromEntries(tree));
  });

  it('removes what the first wrote and it does not', () => {
    const root = written();
    const tree = treeOf({ home: { web: { objects: { b: '2' } }, db: { objects: { c: '3' } } } });
    expect(writeTree(root, tree).deletes).toEqual([`${folder}/configmap.a.yaml`]);
    expect(filesIn(root)).toEqual(Object.fromEntries(tree));
  });

  it('removes an app with its folder', () => {
    const root = written();
    writeTree(root, treeOf({ home: { web } }));
    expect(existsSync(path.join(root, 'clusters/home/apps/db'))).toBe(false);
  });

  it('removes a cluster with its folder', () => {
    const root = written(treeOf({ home: { web }, lab: { web } }));
    writeTree(root, treeOf({ home: { web } }));
    expect(existsSync(path.join(root, 'clusters/lab'))).toBe(false);
  });

  it.each(['legacy/web', 'legacy/äpp', 'legacy/a b', 'clusters/web'])(
    'removes an app from the folder of its own that it had: %s',
    (own) => {
      const root = written(treeOf({ home: { web: { ...web, path: own } } }));
      const tree = treeOf({ home: { db: { objects: {} } } });
      writeTree(root, tree);
      expect(filesIn(root)).toEqual(Object.fromEntries(tree));
    },
  );

  it('moves an app from a folder of its own to another', () => {
    const root = written(treeOf({ home: { web: { ...web, path: 'old' } } }));
    const tree = treeOf({ home: { web: { ...web, path: 'new' } } });
    writeTree(root, tree);
    expect(filesIn(root)).toEqual(Object.fromEntries(tree));
  });

  it('overwrites what people changed by hand in its files', () => {
    const root = written();
    writeFile(root, `${folder}/configmap.a.yaml`, 'by hand');
    writeTree(root, base);
    expect(filesIn(root)).toEqual(Object.fromEntries(base));
  });

  it('restores what people deleted', () => {
    const root = written();
    unlinkSync(path.join(root, `${folder}/configmap.a.yaml`));
    writeTree(root, base);
    expect(filesIn(root)).toEqual(Object.fromEntries(base));
  });
});

describe('limited to some clusters, a write', () => {
  const both = treeOf({ home: { web }, lab: { web } });
  const home = treeOf({ home: { db: { objects: {} } } });

  it('leaves the others as they are', () => {
    const root = written(both);
    writeTree(root, home, ['home']);
    const lab = Object.entries(filesIn(root)).filter(([file]) => file.startsWith('clusters/lab/'));
    expect(lab).toEqual([...both].filter(([file]) => file.startsWith('clusters/lab/')).sort());
  });

  it('removes what is stale in them', () => {
    const root = written(both);
    writeTree(root, home, ['home']);
    expect(existsSync(path.join(root, 'clusters/home/apps/web'))).toBe(false);
  });
});

describe('a file that Sluice did not write', () => {
  it('is left alone beside its files', () => {
    const root = written();
    writeFile(root, `${folder}/README.md`, 'mine');
    writeTree(root, treeOf({ home: {} }));
    expect(filesIn(root)[`${folder}/README.md`]).toBe('mine');
  });

  it('is left alone in a folder whose kustomization.yaml somebody else wrote', () => {
    const root = written();
    const own = 'clusters/home/apps/mine';
    writeFile(root, `${own}/kustomization.yaml`, 'resources:\n- a.yaml\n');
    writeFile(root, `${own}/a.yaml`, 'mine');
    writeTree(root, treeOf({ home: {} }));
    expect(filesIn(root)).toMatchObject({ [`${own}/a.yaml`]: 'mine' });
  });

  it('is an error that names it where it is in the way', () => {
    const root = temporaryFolder();
    writeFile(root, `${folder}/configmap.a.yaml`, 'mine');
    const [found] = thrownBy(() => writeTree(root, base));
    expect(found).toMatchObject({
      code: 'foreign-file',
      location: { file: path.join(root, `${folder}/configmap.a.yaml`) },
    });
  });

  it('stops the write before anything changes', () => {
    const root = written();
    writeFile(root, 'clusters/home/apps/new/kustomization.yaml', 'mine');
    const before = filesIn(root);
    thrownBy(() => writeTree(root, treeOf({ home: { new: web } })));
    expect(filesIn(root)).toEqual(before);
  });

  it('is reported together with the others', () => {
    const root = temporaryFolder();
    for (const name of ['a', 'b']) writeFile(root, `${folder}/configmap.${name}.yaml`, 'mine');
    expect(thrownBy(() => writeTree(root, base))).toHaveLength(2);
  });

  it('is fine where it holds the same text', () => {
    const root = temporaryFolder();
    const file = `${folder}/configmap.a.yaml`;
    writeFile(root, file, base.get(file) ?? '');
    writeTree(root, base);
    expect(filesIn(root)).toEqual(Object.fromEntries(base));
  });

  it('is an error where the tree has a folder', () => {
    const root = temporaryFolder();
    writeFile(root, 'clusters', 'mine');
    expect(thrownBy(() => writeTree(root, base))).toMatchObject([{ code: 'foreign-file' }]);
  });

  it('is an error where it is a folder and the tree has a file', () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, `${folder}/configmap.a.yaml`), { recursive: true });
    expect(thrownBy(() => writeTree(root, base))).toMatchObject([{ code: 'foreign-file' }]);
  });
});

describe('a link is not followed', () => {
  /** A root in which a path is a link to a folder outside, and that folder. */
  function linked(link: string, tree = treeOf({})): [string, string] {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    if (tree.size > 0) writeTree(root, tree);
    rmSync(path.join(root, link), { recursive: true, force: true });
    mkdirSync(path.dirname(path.join(root, link)), { recursive: true });
    symlinkSync(outside, path.join(root, link));
    return [root, outside];
  }

  it.each(['clusters', 'clusters/home', folder])('if it stands for the folder %s', (link) => {
    const [root, outside] = linked(link);
    expect(thrownBy(() => writeTree(root, base))).toMatchObject([{ code: 'foreign-file' }]);
    expect(filesIn(outside)).toEqual({});
  });

  it('if it stands for the folder of an app that is gone', () => {
    const own = { ...web, path: 'legacy/web' };
    const [root, outside] = linked('legacy', treeOf({ home: { web: own } }));
    writeFile(outside, 'web/kustomization.yaml', `${ownershipMark}resources:\n- a.yaml\n`);
    writeFile(outside, 'web/a.yaml', 'not ours');
    const before = filesIn(outside);
    writeTree(root, treeOf({ home: {} }));
    expect(filesIn(outside)).toEqual(before);
  });

  it('if it stands for a file', () => {
    const [root, outside] = [written(), temporaryFolder()];
    const file = path.join(root, `${folder}/configmap.a.yaml`);
    writeFile(outside, 'target', 'not ours');
    unlinkSync(file);
    symlinkSync(path.join(outside, 'target'), file);
    expect(thrownBy(() => writeTree(root, base))).toMatchObject([{ code: 'foreign-file' }]);
    expect(readFileSync(path.join(outside, 'target'), 'utf8')).toBe('not ours');
  });

  it('if it stands for the folder in which changes are prepared', () => {
    const [root, outside] = linked('.sluice-journal');
    expect(thrownBy(() => writeTree(root, base))).toMatchObject([{ code: 'output-failed' }]);
    expect(filesIn(outside)).toEqual({});
  });
});

describe('nothing outside the folder is removed', () => {
  function victim(): [string, string] {
    const parent = temporaryFolder();
    writeFile(parent, 'victim', 'precious');
    return [path.join(parent, 'root'), path.join(parent, 'victim')];
  }

  it('by a kustomization.yaml that lists files above it', () => {
    const [root, file] = victim();
    writeTree(root, base);
    const names = ['../../../../../victim', '"../../../../../victim"', file, `"${file}"`];
    const text = `${ownershipMark}resources:\n${names.map((name) => `- ${name}\n`).join('')}`;
    writeFile(root, 'clusters/home/apps/evil/kustomization.yaml', text);
    writeTree(root, base);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('by a Kustomization whose path is above it', () => {
    const [root, file] = victim();
    writeTree(root, base);
    const list = 'clusters/home/flux/kustomization.yaml';
    writeFile(root, list, `${base.get(list) ?? ''}- kustomization.evil.yaml\n`);
    writeFile(root, 'clusters/home/flux/kustomization.evil.yaml', 'spec:\n  path: ./../\n');
    const beside = path.join(path.dirname(root), 'kustomization.yaml');
    writeFile(path.dirname(root), 'kustomization.yaml', `${ownershipMark}resources:\n- victim\n`);
    writeTree(root, base);
    expect([existsSync(file), existsSync(beside)]).toEqual([true, true]);
  });

  it('by a journal that somebody committed', () => {
    const [root, file] = victim();
    writeFile(
      root,
      '.sluice-journal/journal.json',
      JSON.stringify({ version: 1, deletes: ['../victim'] }),
    );
    writeTree(root, base);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('by prepared changes that somebody committed as a link', () => {
    const [root, file] = victim();
    writeFile(root, '.sluice-journal/journal.json', JSON.stringify({ version: 1, deletes: [] }));
    symlinkSync(path.dirname(file), path.join(root, '.sluice-journal/staged'));
    writeTree(root, base);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });
});

it('what others keep in the folder of the journal stays', () => {
  const root = written();
  writeFile(root, '.sluice-journal/notes', 'mine');
  writeTree(root, treeOf({ home: {} }));
  expect(readFileSync(path.join(root, '.sluice-journal/notes'), 'utf8')).toBe('mine');
});

describe('a lock', () => {
  it('of a running process is respected', () => {
    const root = written();
    writeFile(root, '.sluice-journal.lock', String(process.ppid));
    const [found] = thrownBy(() => writeTree(root, treeOf({ home: {} })));
    expect(found).toMatchObject({ code: 'output-failed', location: { file: root } });
    expect(found?.message).toContain(String(process.ppid));
  });

  it('of a running process stays its own', () => {
    const root = written();
    writeFile(root, '.sluice-journal.lock', String(process.ppid));
    thrownBy(() => writeTree(root, treeOf({ home: {} })));
    expect(filesIn(root)).toEqual({
      ...Object.fromEntries(base),
      '.sluice-journal.lock': String(process.ppid),
    });
  });

  it('that is a link is refused, and what it leads to stays', () => {
    const root = written();
    const outside = path.join(temporaryFolder(), 'precious');
    writeFile(path.dirname(outside), 'precious', 'mine');
    symlinkSync(outside, path.join(root, '.sluice-journal.lock'));
    thrownBy(() => writeTree(root, treeOf({ home: {} })));
    expect(readFileSync(outside, 'utf8')).toBe('mine');
  });

  it('of a process that is gone is taken over', () => {
    const root = written();
    // Beyond the largest process id of Linux.
    writeFile(root, '.sluice-journal.lock', '4194305');
    const tree = treeOf({ home: {} });
    writeTree(root, tree);
    expect(filesIn(root)).toEqual(Object.fromEntries(tree));
  });
});

it('an output that is a file is an error', () => {
  const root = path.join(temporaryFolder(), 'file');
  writeFile(path.dirname(root), 'file', 'mine');
  expect(thrownBy(() => writeTree(root, base))).toMatchObject([
    { code: 'output-failed', location: { file: root } },
  ]);
});
