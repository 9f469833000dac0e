import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** A reference of one object of Flux to another that is no source. */
interface Named {
  readonly kind: string;
  readonly name: Field;
  readonly namespace: Field | undefined;
}

const groups: Readonly<Record<string, string>> = {
  Bucket: 'source',
  GitRepository: 'source',
  HelmChart: 'source',
  HelmRelease: 'helm',
  HelmRepository: 'source',
  ImagePolicy: 'image',
  ImageRepository: 'image',
  ImageUpdateAutomation: 'image',
  Kustomization: 'kustomize',
  OCIRepository: 'source',
  Provider: 'notification',
};

function* namedBy(subject: Subject): Generator<Named> {
  const spec = subject.field('spec');
  switch (subject.kind) {
    case 'Alert.notification.toolkit.fluxcd.io':
      yield { kind: 'Provider', name: spec.at('providerRef', 'name'), namespace: undefined };
      yield* listed(spec.items('eventSources'));
      break;
    case 'Receiver.notification.toolkit.fluxcd.io':
      yield* listed(spec.items('resources'));
      break;
    case 'ImagePolicy.image.toolkit.fluxcd.io': {
      const ref = spec.at('imageRepositoryRef');
      yield { kind: 'ImageRepository', name: ref.at('name'), namespace: ref.at('namespace') };
      break;
    }
    default:
  }
}

function* listed(references: readonly Field[]): Generator<Named> {
  for (const each of references) {
    const kind = each.at('kind').text ?? '';
    // Labels choose among all of a kind.
    if (each.at('name').text === '*' || each.at('matchLabels').exists) continue;
    yield { kind, name: each.at('name'), namespace: each.at('namespace') };
  }
}

const kinds = ['Alert.notification', 'Receiver.notification', 'ImagePolicy.image'].map(
  (kind) => `${kind}.toolkit.fluxcd.io`,
);

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(...kinds)) {
    for (const { kind, name, namespace } of namedBy(subject)) {
      const group = groups[kind];
      const place = namespace?.text ?? subject.id.namespace;
      if (group === undefined || name.text === undefined) continue;
      if (cluster.rootSource === `${kind}/${place}/${name.text}`) continue;
      const isRoot = kind === 'Kustomization' && isRootOf(cluster, `${place}/${name.text}`);
      if (isRoot || cluster.mayHave(`${kind}.${group}.toolkit.fluxcd.io`, place, name.text))
        continue;
      const said = namespace?.text === undefined ? subject.shownNamespace : subject.said(namespace);
      const message = `it names the ${kind} ${said}/${subject.said(name)}, which nothing defines`;
      yield { subject, at: name, message };
    }
  }
}

function isRootOf({ kustomizations }: Subjects, id: string): boolean {
  return kustomizations.some((each) => each.isRoot && each.id === id);
}

/** An alert without provider tells nobody; a policy without repository finds no tag. */
export const missingFluxObject: Rule = {
  about: 'objects',
  code: 'missing-flux-object',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Correct its kind, name and namespace, or add the object.',
};
