import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

/** A class that an object names. */
interface Named {
  readonly subject: Subject;
  readonly kind: string;
  readonly name: Field;
}

/** Classes that are there without being of the tree, by their kind. */
const given: Readonly<Record<string, readonly string[]>> = {
  // https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption
  'PriorityClass.scheduling.k8s.io': ['system-cluster-critical', 'system-node-critical'],
  // istiod makes those that are missing (istio, pilot/pkg/config/kube/gateway/gatewayclass.go).
  'GatewayClass.gateway.networking.k8s.io': ['istio', 'istio-remote', 'istio-waypoint'],
};

function* storage(cluster: Subjects): Generator<Named> {
  const kind = 'StorageClass.storage.k8s.io';
  for (const subject of cluster.ofKind('PersistentVolumeClaim')) {
    const spec = subject.field('spec');
    // A class of this name need not exist where the volume is named.
    if (spec.at('volumeName').exists) continue;
    yield { subject, kind, name: spec.at('storageClassName') };
  }
  for (const subject of cluster.ofKind('StatefulSet.apps')) {
    for (const template of subject.field('spec').items('volumeClaimTemplates')) {
      yield { subject, kind, name: template.at('spec', 'storageClassName') };
    }
  }
}

function* named(cluster: Subjects): Generator<Named> {
  yield* storage(cluster);
  for (const subject of cluster.ofKind('Ingress.networking.k8s.io')) {
    const name = subject.field('spec', 'ingressClassName');
    yield { subject, kind: 'IngressClass.networking.k8s.io', name };
  }
  for (const subject of cluster.ofKind('Gateway.gateway.networking.k8s.io')) {
    const name = subject.field('spec', 'gatewayClassName');
    yield { subject, kind: 'GatewayClass.gateway.networking.k8s.io', name };
  }
  for (const { subject, spec } of cluster.pods) {
    const priority = spec.at('priorityClassName');
    yield { subject, kind: 'PriorityClass.scheduling.k8s.io', name: priority };
    yield { subject, kind: 'RuntimeClass.node.k8s.io', name: spec.at('runtimeClassName') };
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const { subject, kind, name } of named(cluster)) {
    // A cluster can have classes of its own; one whose classes are in the tree has few others.
    if (name.text === undefined || cluster.ofKind(kind).length === 0) continue;
    if (given[kind]?.includes(name.text) === true) continue;
    if (cluster.mayHave(kind, '', name.text) || !isChosen(subject, name.text, cluster)) continue;
    const [what = ''] = kind.split('.');
    yield { subject, at: name, message: `no ${what} of the tree is named ${subject.said(name)}` };
  }
}

/** Nothing makes a volume for such a claim or serves such an Ingress, and such a pod is refused. */
export const missingClass: Rule = {
  about: 'objects',
  code: 'missing-class',
  level: 'warning',
  set: 'references',
  check,
  remedy: 'Name one of them, or suppress this where the cluster brings the class.',
};
