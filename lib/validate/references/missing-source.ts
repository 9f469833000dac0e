import { type Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** Where kinds of Flux name a source. */
const places: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Kustomization.kustomize.toolkit.fluxcd.io': [['spec', 'sourceRef']],
  'HelmRelease.helm.toolkit.fluxcd.io': [
    ['spec', 'chart', 'spec', 'sourceRef'],
    ['spec', 'chartRef'],
  ],
  'HelmChart.source.toolkit.fluxcd.io': [['spec', 'sourceRef']],
  'ImageUpdateAutomation.image.toolkit.fluxcd.io': [['spec', 'sourceRef']],
};

/** Kustomizations whose source is not in the tree: those that wait for a source bring none. */
function waitingIn(cluster: Subjects): readonly Subject[] {
  return cluster.once(waitingIn, () =>
    cluster.kustomizations.flatMap(({ subject, source }) => {
      const [kind = '', namespace = '', name = ''] = source.split('/');
      if (subject === undefined || kind === 'ExternalArtifact' || source === cluster.rootSource)
        return [];
      const known = cluster.find(`${kind}.source.toolkit.fluxcd.io`, namespace, name);
      return known === undefined ? [subject] : [];
    }),
  );
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [kind, fields] of Object.entries(places)) {
    for (const subject of cluster.ofKind(kind)) {
      for (const field of fields) yield* checkReference(subject, subject.field(...field), cluster);
    }
  }
}

function* checkReference(subject: Subject, ref: Field, cluster: Subjects): Generator<Complaint> {
  const [kind, name] = [ref.at('kind').text, ref.at('name')];
  if (kind === undefined || name.text === undefined) return;
  const namespace = ref.at('namespace').text ?? subject.id.namespace;
  if (cluster.rootSource === `${kind}/${namespace}/${name.text}`) return;
  const sourceKind = `${kind}.source.toolkit.fluxcd.io`;
  if (cluster.mayHave(sourceKind, namespace, name.text, ...waitingIn(cluster))) return;
  // Others publish ExternalArtifacts.
  if (kind === 'ExternalArtifact') return;
  const place =
    ref.at('namespace').text === undefined
      ? subject.shownNamespace
      : subject.said(ref.at('namespace'));
  const message = `its source ${subject.said(ref.at('kind'))} ${place}/${subject.said(name)} is nowhere in the tree`;
  yield { subject, at: name, message };
}

/** Flux waits for a source that is missing, and applies nothing. */
export const missingSource: Rule = {
  about: 'objects',
  code: 'missing-source',
  level: 'error',
  set: 'references',
  replaces: ['opaque-chart', 'unknown-source'],
  check,
  remedy: 'Add the source, or correct its kind, name and namespace.',
};
