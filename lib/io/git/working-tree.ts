import type { EntryKind, Tree } from '../../reconcile/index.ts';
import { diskTree } from '../reconcile/index.ts';
import { git } from './run.ts';

/**
 * The files below a folder of a working tree that a commit of all of it would hold: without those
 * that .gitignore names, such as rendered manifests.
 *
 * @returns undefined where Git cannot list them
 */
export async function workingTree(directory: string): Promise<Tree | undefined> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = await git(directory, args);
  if ('problem' in listed) return undefined;
  const wanted = new Set<string>();
  for (const path of listed.output.toString('utf8').split('\0')) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const part = path.slice(0, end);
      if (wanted.has(part)) break;
      wanted.add(part);
    }
  }
  const disk = diskTree(directory);
  const lists = new Map<string, ReadonlyMap<string, EntryKind> | undefined>();
  return {
    ...disk,
    list(folder) {
      if (!lists.has(folder)) {
        const prefix = folder === '' ? '' : `${folder}/`;
        const isWanted = folder === '' || wanted.has(folder);
        const all = isWanted ? disk.list(folder) : undefined;
        lists.set(folder, all && new Map([...all].filter(([name]) => wanted.has(prefix + name))));
      }
      return lists.get(folder);
    },
  };
}
