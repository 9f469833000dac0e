import { type FileTree, plural } from '../../core/index.ts';
import { existingIn, shareOf, within } from '../../publish/index.ts';
import { treeChanges } from '../../synth/index.ts';
import { belowFolder } from '../below-folder.ts';
import type { Check } from '../check.ts';
import {
  type ClusterEvidence,
  type Evidence,
  type Manifests,
  type ProgramEvidence,
  valueOf,
} from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What is not in Git as the program gives it, Flux does not apply as people read it. */
export const publishedManifests: Check = {
  id: 'published-manifests',
  title: 'Every manifest is in Git, and as synth gives it',
  part: 'offline',
  look,
};

function look({ program, clusters }: Evidence): Outcome {
  const findings = new Findings();
  let [looked, files] = [0, 0];
  for (const each of clusters) {
    const manifests = valueOf(each.manifests, findings.note, each.name);
    if (manifests === undefined) continue;
    const compared = compare(each, manifests, program, findings);
    if (compared === undefined) continue;
    looked += 1;
    files += compared;
    noteOrigin(each.name, manifests, program, findings);
  }
  const { checkout } = program;
  const [first] = 'value' in checkout ? checkout.value.uncommitted : [];
  if (first !== undefined) findings.note(`the program is not as it was committed: ${first}`);
  return findings.outcome(looked === 0 ? undefined : plural(files, 'file'));
}

/** How many files are as they should be; undefined where none are this branch's to publish. */
function compare(
  { name, synthesized }: ClusterEvidence,
  { files, folder, branch }: Manifests,
  { synthesis, branches, checkout }: ProgramEvidence,
  findings: Findings,
): number | undefined {
  const here = 'value' in checkout ? checkout.value.branch : checkout;
  if (branches !== undefined && 'missing' in here) {
    findings.note(`which branch of the program this is, is not known: ${here.missing}`, name);
    return undefined;
  }
  const environments = branches && 'value' in here ? (branches[here.value] ?? []) : undefined;
  const share = shareOf([synthesized], environments, false);
  if (share.clusters.length === 0) {
    const published = 'value' in here ? here.value : '';
    findings.note(`the branch ${published} of the program does not publish it`, name);
    return undefined;
  }
  const tree = treeOf(
    name,
    synthesized.apps.map(({ directory }) => directory),
    synthesis.tree,
  );
  const all = treeChanges(existingIn(belowFolder(files.tree, folder)), tree, [name]);
  const { writes, deletes, foreign, unchanged } = within(share, all);
  const left = all.writes.size + all.deletes.length - writes.size - deletes.length;
  if (left > 0) findings.note(`${plural(left, 'file')} of other branches`, name);
  const remedy = `Publish it: sluice publish --repo ${files.name} --branch ${branch}`;
  const existing = existingIn(belowFolder(files.tree, folder));
  for (const file of writes.keys()) {
    const isThere = existing.kind(file) !== undefined;
    findings.fail(isThere ? 'it is not as synth gives it' : 'it is not in Git', remedy, { file });
  }
  for (const file of deletes) findings.fail('synth does not give it any more', remedy, { file });
  for (const file of foreign) {
    const move = 'Move it, or delete it on the branch; then publish.';
    findings.fail('it stands where synth writes another one', move, { file });
  }
  return unchanged.length;
}

/** The files of one cluster: those of its folder, and of the folders that its apps have elsewhere. */
function treeOf(name: string, directories: readonly string[], tree: FileTree): FileTree {
  const own = [`clusters/${name}`, ...directories];
  return new Map([...tree].filter(([file]) => own.some((each) => file.startsWith(`${each}/`))));
}

function noteOrigin(
  name: string,
  { origin }: Manifests,
  { checkout }: ProgramEvidence,
  findings: Findings,
): void {
  if ('missing' in origin) {
    findings.note(`from which commit is not known: ${origin.missing}`, name);
    return;
  }
  const { revision } = origin.value;
  const isThis = 'value' in checkout && checkout.value.revision === revision;
  const which = isThis ? 'this one' : 'another one than this';
  findings.note(`published from ${revision.slice(0, 12)}, ${which}`, name);
}
