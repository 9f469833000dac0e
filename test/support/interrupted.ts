import { ownershipMark } from '../../lib/synth/index.ts';

/** The smallest of trees: folders below that of a cluster, with files and their texts. */
function treeOf(folders: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const tree = new Map<string, string>();
  for (const [folder, files] of Object.entries(folders)) {
    const list = Object.keys(files).map((file) => `- ${file}\n`);
    tree.set(
      `clusters/home/${folder}/kustomization.yaml`,
      `${ownershipMark}resources:\n${list.join('')}`,
    );
    for (const [file, text] of Object.entries(files)) {
      tree.set(`clusters/home/${folder}/${file}`, text);
    }
  }
  return tree;
}

/** Two trees between which files and folders are written, changed and removed. */
export const oldTree: ReadonlyMap<string, string> = treeOf({
  changed: { 'a.yaml': 'a: old'.padEnd(99), 'b.yaml': 'b: same', 'c.yaml': 'c: gone' },
  removed: { 'r.yaml': 'r: 1' },
});

export const newTree: ReadonlyMap<string, string> = treeOf({
  changed: { 'a.yaml': 'a: new'.padEnd(99), 'b.yaml': 'b: same' },
  added: { 'n.yaml': 'n: 1' },
});
