import type { AppliedKustomization, AppliedRelease } from './applied.ts';
import {
  isCertified,
  isCopied,
  isMadeToCopy,
  madeNames,
  makingPart,
  mayMakeObjects,
  mayMakePods,
  textsIn,
} from './promises.ts';
import type { TreeFiles } from './places.ts';
import type { Subject } from './subject.ts';
import { type PodTemplate, podTemplateOf } from './pods.ts';
import type { Schemas } from './schema/index.ts';
import type { Unknowns } from './unknowns.ts';

/** ConfigMaps that every cluster has, by their namespace; `*` stands for each. */
const givenConfigMaps = [
  ['kube-root-ca.crt', '*'],
  ['extension-apiserver-authentication', 'kube-system'],
  ['kubeadm-config', 'kube-system'],
  ['kubelet-config', 'kube-system'],
  ['coredns', 'kube-system'],
  ['kube-proxy', 'kube-system'],
];

/** Kinds that operators make of their own. */
const madeKinds = new Set([
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
  'ServiceAccount',
  'DaemonSet.apps',
  'Deployment.apps',
  'Job.batch',
  'StatefulSet.apps',
]);

/** What is known of a cluster beside its objects. */
interface AboutCluster extends Required<Pick<TreeFiles, 'textOf' | 'filesRead'>> {
  readonly unknown: Unknowns;
  readonly kustomizations: readonly AppliedKustomization[];
  readonly releases: readonly AppliedRelease[];
  readonly rootSource: string | undefined;
  readonly schemas: Schemas | undefined;
}

/** All that is applied to one cluster, found by what rules ask for. */
export class Subjects {
  readonly all: readonly Subject[];
  readonly unknown: Unknowns;
  /** The text of a file of the tree; undefined where it is not at hand. */
  readonly textOf: TreeFiles['textOf'];
  /** The files that the build of a Kustomization of the tree reads. */
  readonly filesRead: NonNullable<TreeFiles['filesRead']>;
  /** The Kustomizations of Flux, those that apply others first; none of another cluster. */
  readonly kustomizations: readonly AppliedKustomization[];
  readonly releases: readonly AppliedRelease[];
  /** `<kind>/<namespace>/<name>` of the source that is the tree; its object may be in the cluster only. */
  readonly rootSource: string | undefined;
  /** What is known of kinds; undefined where nobody asked for it. */
  readonly schemas: Schemas | undefined;
  readonly #byKind = new Map<string, Subject[]>();
  readonly #byId = new Map<string, Subject>();
  readonly #makers = new Map<string, Maker[]>();
  readonly #kept = new Map<unknown, unknown>();

  constructor(all: readonly Subject[], about: AboutCluster) {
    this.all = all;
    this.unknown = about.unknown;
    this.textOf = about.textOf;
    this.filesRead = about.filesRead;
    this.kustomizations = about.kustomizations;
    this.releases = about.releases;
    this.rootSource = about.rootSource;
    this.schemas = about.schemas;
    for (const each of all) {
      const known = this.#byKind.get(each.kind);
      if (known === undefined) this.#byKind.set(each.kind, [each]);
      else known.push(each);
      const key = keyOf(each.kind, each.id.namespace, each.id.name);
      if (!this.#byId.has(key)) this.#byId.set(key, each);
      if (mayMakeObjects(each) || isCertified(each)) this.#addMaker(each);
    }
  }

  #addMaker(subject: Subject): void {
    const { namespace } = subject.id;
    let texts: ReadonlySet<string> | undefined;
    const maker: Maker = {
      makesPods: mayMakePods(subject),
      makes: (kind, name) => {
        if (madeNames(subject, kind).some((start) => isPrefix(start, name))) return true;
        return (texts ??= new Set(textsIn(makingPart(subject)))).has(name);
      },
    };
    // What stands in no namespace is asked about all of them.
    for (const place of new Set([namespace, isMadeToCopy(subject) ? '' : namespace])) {
      const makers = this.#makers.get(place);
      if (makers === undefined) this.#makers.set(place, [maker]);
      else makers.push(maker);
    }
  }

  /** Objects of kinds, each as `Kind` or `Kind.group`. */
  ofKind(...kinds: readonly string[]): readonly Subject[] {
    if (kinds.length === 1) return this.#byKind.get(kinds[0] ?? '') ?? [];
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
  }

  /** Objects of a kind in a namespace. */
  inNamespace(kind: string, namespace: string): readonly Subject[] {
    const found = this.once(`${kind} by namespace`, () =>
      groupBy(this.ofKind(kind), ({ id }) => id.namespace),
    );
    return found.get(namespace) ?? [];
  }

  /** The object of a kind, namespace and name; an empty namespace for one of the cluster's scope. */
  find(kind: string, namespace: string, name: string): Subject | undefined {
    return this.#byId.get(keyOf(kind, namespace, name));
  }

  /**
   * Whether an object is in the tree, or may come into the cluster in another way: by an operator,
   * or by what is not known here.
   *
   * @param wanting what cannot be there before it is, and so does not bring it
   */
  mayHave(kind: string, namespace: string, name: string, ...wanting: readonly Subject[]): boolean {
    if (this.find(kind, namespace, name) !== undefined) return true;
    const besides = new Set(wanting.map(({ id }) => `${id.kind}/${id.namespace}/${id.name}`));
    if (this.unknown.mayHold(kind, namespace, besides)) return true;
    return madeKinds.has(kind) && this.isMade(kind, namespace, name);
  }

  /** Whether a controller makes an object of this name. */
  isMade(kind: string, namespace: string, name: string): boolean {
    const isGiven = givenConfigMaps.some(
      ([given, place]) => given === name && (place === '*' || place === namespace),
    );
    if (kind === 'ConfigMap' && isGiven) return true;
    const makers = [...(this.#makers.get(namespace) ?? []), ...(this.#makers.get('') ?? [])];
    if (makers.some((each) => each.makes(kind, name))) return true;
    return this.ofKind(kind).some((each) => each.id.name === name && isCopied(each));
  }

  /** Whether pods may run in a namespace that the tree does not show: an operator's, or a chart's. */
  mayRunMore(namespace: string): boolean {
    if (this.unknown.mayHold('Pod', namespace)) return true;
    return (this.#makers.get(namespace) ?? []).some(({ makesPods }) => makesPods);
  }

  /** What makes pods, by namespace. */
  podsIn(namespace: string): readonly PodTemplate[] {
    const found = this.once('pods by namespace', () =>
      groupBy(this.pods, ({ subject }) => subject.id.namespace),
    );
    return found.get(namespace) ?? [];
  }

  /** Everything that makes pods. */
  get pods(): readonly PodTemplate[] {
    return this.once(podTemplateOf, () => this.all.flatMap((each) => podTemplateOf(each) ?? []));
  }

  /** Makes what several rules need, once. */
  once<Made>(key: unknown, make: () => Made): Made {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key) as Made;
  }
}

/** What may make further objects: those that begin with its name, or that its spec names. */
interface Maker {
  readonly makesPods: boolean;
  readonly makes: (kind: string, name: string) => boolean;
}

function isPrefix(start: string, name: string): boolean {
  return name === start || name.startsWith(`${start}-`) || name.startsWith(`${start}.`);
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function groupBy<Item>(
  items: readonly Item[],
  keyOfItem: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}
