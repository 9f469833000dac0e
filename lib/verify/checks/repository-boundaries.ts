import { plural } from '../../core/index.ts';
import { formatObject } from '../../kubernetes/index.ts';
import { existingIn } from '../../publish/index.ts';
import { joinPath } from '../../reconcile/index.ts';
import { clustersFolder, treeChanges } from '../../synth/index.ts';
import { belowFolder, filesBelow } from '../below-folder.ts';
import type { Check } from '../check.ts';
import { type ClusterEvidence, type Evidence, type Manifests, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What crosses them changes a cluster without its own review, or is lost with the next publication. */
export const repositoryBoundaries: Check = {
  id: 'repository-boundaries',
  title: 'Repositories and clusters keep to what is theirs',
  part: 'offline',
  look,
};

function look({ program, clusters }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  let [looked, folders] = [0, 0];
  let isApart = true;
  for (const each of clusters) {
    const manifests = valueOf(each.manifests, note, each.name);
    if (manifests === undefined) continue;
    looked += 1;
    isApart &&= !manifests.isProgram;
    folders += foreignFiles(each, manifests, program.synthesis.tree, findings);
    pathsOutside(each, manifests, findings);
  }
  if (looked > 0 && isApart) renderedOutput(program, findings);
  return findings.outcome(looked === 0 ? undefined : plural(folders, 'folder'));
}

/** Looks into each folder that Sluice writes; gives their number. */
function foreignFiles(
  { name, synthesized }: ClusterEvidence,
  { files, folder }: Manifests,
  tree: ReadonlyMap<string, string>,
  findings: Findings,
): number {
  const branch = belowFolder(files.tree, folder);
  const own = new Map([...tree].filter(([file]) => file.startsWith(`${clustersFolder}/${name}/`)));
  const left = new Set(treeChanges(existingIn(branch), own, [name]).deletes);
  const directories = synthesized.apps.map(({ directory }) => directory);
  for (const directory of directories) {
    for (const file of filesBelow(branch, directory)) {
      if (tree.has(file) || left.has(file)) continue;
      const message = 'it stands in a folder that Sluice writes, and is not its own';
      findings.fail(message, 'Move it to an app of the program, or out of the folder.', { file });
    }
  }
  return directories.length;
}

/** Kustomizations, and objects of theirs, that come from the folder of another cluster or of nobody. */
function pathsOutside(
  { name, synthesized, state: known }: ClusterEvidence,
  { folder }: Manifests,
  findings: Findings,
): void {
  const state = valueOf(known, findings.note, name);
  if (state === undefined) return;
  const own = [`${clustersFolder}/${name}`, ...synthesized.apps.map((each) => each.directory)];
  const allowed = own.map((each) => joinPath(folder, each) ?? each);
  const isOutside = (path: string): boolean =>
    !allowed.some((each) => path === each || path.startsWith(`${each}/`));
  const source = state.kustomizations.find(({ parent }) => parent === undefined)?.source;
  const remedy = `Keep what ${name} applies below ${clustersFolder}/${name}: what others write there changes it.`;
  for (const each of state.kustomizations) {
    if (each.source !== source) continue;
    const { id, path } = each.shown ?? each;
    if (isOutside(each.path)) {
      const object = `Kustomization ${id}`;
      findings.fail(`it applies ${path}, outside of the folder of ${name}`, remedy, { object });
      continue;
    }
    for (const { file, id: object, shown } of each.objects) {
      if (file === undefined || !isOutside(file)) continue;
      const at = shown === undefined ? { object: formatObject(object), file } : { file };
      findings.fail(`${id} reads it from outside of the folder of ${name}`, remedy, at);
    }
  }
}

/** In two repositories, the program's has no manifests: those would be read and reviewed in vain. */
function renderedOutput({ checkout }: Evidence['program'], findings: Findings): void {
  const known = valueOf(checkout, findings.note, 'the program');
  const files = known && valueOf(known.files, findings.note, 'the program');
  for (const file of files?.withOwnershipMark ?? []) {
    const remedy = 'Take the rendered folder out of Git, and name it in .gitignore.';
    findings.fail('the repository of the program holds what synth renders', remedy, { file });
  }
}
