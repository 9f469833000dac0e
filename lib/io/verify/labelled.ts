import { groupOf } from '../../kubernetes/index.ts';
import type { Labelled, LabelledObject } from '../../verify/index.ts';
import type { Kubectl } from '../cluster/index.ts';
import { inParts } from './in-parts.ts';
import { askRows } from './kubectl.ts';

/** The labels by which Flux marks whose an object is. */
const marks = [
  ['Kustomization', 'kustomize.toolkit.fluxcd.io'],
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
  ['ResourceSet', 'resourceset.fluxcd.controlplane.io'],
] as const;

/** What no Flux applies, and there can be very much of; metrics are no objects. */
const skipped = /^(?:events(?:\.|$)|componentstatuses$|.*\.metrics\.k8s\.io$)/;

const escaped = (key: string): string => key.replaceAll('.', '\\.');

/**
 * Lists what carries labels of Flux, of every kind that the cluster has. Only metadata is printed.
 *
 * @param resources names of all kinds that can be listed, such as `deployments.apps`
 */
export async function listLabelled(
  kubectl: Kubectl,
  resources: readonly string[],
): Promise<Labelled> {
  const kinds = resources.filter((each) => !skipped.test(each));
  const objects: LabelledObject[] = [];
  const unread = new Set<string>();
  for (const [kind, prefix] of marks) {
    const fields = [
      '.apiVersion',
      '.kind',
      '.metadata.namespace',
      '.metadata.name',
      `.metadata.labels.${escaped(prefix)}/name`,
      `.metadata.labels.${escaped(prefix)}/namespace`,
      '.metadata.ownerReferences[*].uid',
      `.metadata.annotations.${escaped('kustomize.toolkit.fluxcd.io')}/prune`,
      '.metadata.deletionTimestamp',
    ];
    const found = await inParts(kinds, kinds.length, (part) => {
      const args = ['get', part.join(','), '--all-namespaces', `--selector=${prefix}/name`];
      return askRows(kubectl, args, fields);
    });
    for (const { item, why } of found.refused) unread.add(`${item}: ${why}`);
    objects.push(...found.answers.map((row) => labelledBy(kind, row)));
  }
  return { objects, unread: [...unread].sort() };
}

function labelledBy(
  owner: LabelledObject['owner']['kind'],
  row: readonly string[],
): LabelledObject {
  const [apiVersion = '', kind = '', namespace = '', name = '', of = '', ofNamespace = ''] = row;
  const [, , , , , , owners = '', prune = '', deleted = ''] = row;
  return {
    id: { group: groupOf(apiVersion), kind, namespace, name },
    owner: { kind: owner, id: `${ofNamespace}/${of}` },
    isOwned: owners !== '',
    isKept: prune === 'disabled',
    isEnding: deleted !== '',
  };
}
