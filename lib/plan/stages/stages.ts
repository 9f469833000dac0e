import { type Change, type ClusterPlan, formatOwner, type Owner, type Stage } from '../plan.ts';
import { isAtRisk } from './at-risk.ts';

const group = 'kustomize.toolkit.fluxcd.io';

/**
 * The safe way of moves that could delete what they move.
 *
 * Pruning and finalizers spare an object whose live form says `prune: disabled` (kustomize-controller
 * v1.9.5, deleteObjects). So:
 *
 * 1. The base, with that annotation on each object. Nothing moves; once it is applied, all live
 *    objects bear it.
 * 2. The head, with that annotation. Whoever applies an object now, with whichever spec and from
 *    whichever of the two revisions, applies the annotation with it: in no order of reconciliation
 *    is there a moment in which a live object lacks it, so nobody deletes one. Once the new owners
 *    have applied and the old ones have acted, no old inventory names the objects.
 * 3. The head as it is. Only the new owners touch the objects, and take the annotation off.
 *
 * Without the second step the first would not do: an old owner that builds the new revision with
 * its old spec could apply an object without the annotation, and prune it with its new spec.
 */
export function stagesOf(clusters: readonly ClusterPlan[]): readonly Stage[] {
  const moved = clusters.flatMap(({ changes }) => changes.filter(isAtRisk));
  if (moved.length === 0) return [];
  const count = `${moved.length} object${moved.length === 1 ? '' : 's'}`;
  return [
    {
      number: 1,
      publish: `the base, with prune: disabled on the ${count} to be moved`,
      wait: 'every object bears the annotation in the cluster',
      commands: moved.map((change) =>
        waitFor(change, `{.metadata.annotations.${dotted}/prune}`, 'disabled'),
      ),
    },
    {
      number: 2,
      publish: `the head, still with prune: disabled on the ${count}`,
      wait: 'every object bears the label of its new owner, and the old owners have reconciled',
      commands: [
        ...moved.map((change) =>
          waitFor(change, `{.metadata.labels.${dotted}/name}`, nameOf(change.owner.after[0])),
        ),
        ...new Set(moved.flatMap((change) => settled(change, clusters))),
      ],
    },
    { number: 3, publish: 'the head', wait: 'nothing more', commands: [] },
  ];
}

const dotted = group.replaceAll('.', '\\.');

function nameOf(owner: Owner | undefined): string {
  return owner?.id.slice(owner.id.indexOf('/') + 1) ?? '';
}

function waitFor({ object }: Change, path: string, value: string): string {
  const kind = `${object.kind.toLowerCase()}${object.group === '' ? '' : `.${object.group}`}`;
  const namespace = object.namespace === '' ? [] : ['-n', object.namespace];
  const condition = `jsonpath=${path}=${value}`;
  const words = [...namespace, `${kind}/${object.name}`, `--for=${condition}`, '--timeout=15m'];
  return ['kubectl', 'wait', ...words].map(quoted).join(' ');
}

/** An old owner has acted when it is gone, or has reconciled the new revision. */
function settled(change: Change, clusters: readonly ClusterPlan[]): readonly string[] {
  const isGone = (owner: Owner): boolean =>
    clusters.some(({ changes }) =>
      changes.some(
        ({ action, object }) =>
          action === 'deleted' &&
          object.kind === 'Kustomization' &&
          `${object.namespace}/${object.name}` === owner.id,
      ),
    );
  const kept = new Set(change.owner.after.map(formatOwner));
  return change.owner.before
    .filter((owner) => !kept.has(formatOwner(owner)))
    .map((owner) => {
      const [namespace = ''] = owner.id.split('/');
      const at = ['-n', namespace];
      const words = isGone(owner)
        ? ['kubectl', 'wait', ...at, `kustomization/${nameOf(owner)}`, '--for=delete']
        : ['flux', 'reconcile', 'kustomization', nameOf(owner), ...at, '--with-source'];
      return words.map(quoted).join(' ');
    });
}

/** A word that no shell reads as anything else. */
function quoted(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
