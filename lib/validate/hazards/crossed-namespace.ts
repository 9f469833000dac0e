import type { Field } from '../field.ts';
import { containersOf } from '../pods.ts';
import { textsIn } from '../promises.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

const flag = '--no-cross-namespace-refs=true';

/** Whether the controllers of this cluster refuse references to other namespaces. */
function isLockedDown(cluster: Subjects): boolean {
  const instances = cluster.ofKind('FluxInstance.fluxcd.controlplane.io');
  const isMultitenant = instances.some(
    (each) =>
      each.field('spec', 'cluster', 'multitenant').value === true ||
      [...textsIn(each.manifest['spec'])].some((text) => text.includes(flag)),
  );
  if (isMultitenant) return true;
  const controllers = cluster.pods.filter(({ subject }) =>
    /^(?:kustomize|helm)-controller$/.test(subject.id.name),
  );
  const args = controllers.flatMap(containersOf).flatMap((each) => each.items('args'));
  return args.some(({ value }) => value === flag);
}

function referencesOf(subject: Subject): readonly Field[] {
  const spec = subject.field('spec');
  switch (subject.kind) {
    case 'Kustomization.kustomize.toolkit.fluxcd.io':
    case 'ImageUpdateAutomation.image.toolkit.fluxcd.io':
      return [spec.at('sourceRef')];
    case 'HelmRelease.helm.toolkit.fluxcd.io':
      return [spec.at('chart', 'spec', 'sourceRef'), spec.at('chartRef')];
    case 'ImagePolicy.image.toolkit.fluxcd.io':
      return [spec.at('imageRepositoryRef')];
    case 'Alert.notification.toolkit.fluxcd.io':
      return spec.items('eventSources');
    case 'Receiver.notification.toolkit.fluxcd.io':
      return spec.items('resources');
    default:
      return [];
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  if (!isLockedDown(cluster)) return;
  for (const subject of cluster.all) {
    for (const reference of referencesOf(subject)) {
      const at = reference.at('namespace');
      if (at.text === undefined || at.text === subject.id.namespace) continue;
      const message = `it names an object of ${subject.said(at)}, and Flux is locked down here`;
      yield { subject, at, message };
    }
  }
}

/** With `--no-cross-namespace-refs` the controllers refuse such an object. */
export const crossedNamespace: Rule = {
  about: 'objects',
  code: 'crossed-namespace',
  level: 'error',
  set: 'flux',
  check,
  remedy: 'Put what it names into its own namespace.',
};
