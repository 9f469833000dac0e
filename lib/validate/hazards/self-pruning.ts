import { fluxAnnotations } from '../../flux/index.ts';
import type { AppliedKustomization } from '../applied.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** What a Kustomization cannot do without, by `Kind namespace/name` as objects have it. */
function needsOf({ manifest, spec, source }: AppliedKustomization): ReadonlyMap<string, string> {
  const { namespace = '' } = manifest.metadata;
  const needs = new Map([
    [`Namespace//${namespace}`, 'its own namespace'],
    [source, 'its own source'],
  ]);
  const { serviceAccountName, decryption, kubeConfig } = spec;
  const add = (kind: string, name: string | undefined, what: string): void => {
    if (name !== undefined) needs.set(`${kind}/${namespace}/${name}`, what);
  };
  add('ServiceAccount', serviceAccountName, 'its own service account');
  add('Secret', decryption?.secretRef?.name, 'its own decryption key');
  add('Secret', kubeConfig?.secretRef?.name, 'its own kubeconfig');
  return needs;
}

function isKept({ manifest }: Subject): boolean {
  return manifest.metadata.annotations?.[fluxAnnotations.prune] === 'disabled';
}

function* check({ kustomizations }: Subjects): Generator<Complaint> {
  for (const kustomization of kustomizations) {
    const { spec, isRoot, objects, target } = kustomization;
    // A root that manages itself is not removed by a commit.
    if (spec.prune !== true || isRoot || target !== '') continue;
    const needs = needsOf(kustomization);
    for (const subject of objects) {
      const { kind, namespace, name } = subject.id;
      const what = needs.get(`${kind}/${namespace}/${name}`);
      if (what === undefined || isKept(subject)) continue;
      const owner = kustomization.subject?.name ?? `Kustomization ${kustomization.id}`;
      yield { subject, message: `${owner} prunes ${what}` };
    }
  }
}

/** When it leaves the tree, the Kustomization can do nothing any more: what it applied stays, or it hangs. */
export const selfPruning: Rule = {
  about: 'objects',
  code: 'self-pruning',
  level: 'warning',
  set: 'flux',
  check,
  remedy: 'Apply it by the parent, or annotate it kustomize.toolkit.fluxcd.io/prune: disabled.',
};
