import { type ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { KustomizationSpec } from '../flux/index.ts';
import type { Cluster } from './cluster.ts';
import type { Environment } from './environment.ts';
import type { Fleet } from './fleet.ts';
import { clusterOf } from './private/cluster-scope.ts';
import { type NamingScope, namingScope, namingScopeOf } from './private/hooks.ts';
import { joinedName, pathInside } from './private/names.ts';

/** Fields that synth derives, and those that would change objects behind the program's back. */
type NotSettable =
  | 'path'
  | 'sourceRef'
  | 'dependsOn'
  | 'decryption'
  | 'postBuild'
  | 'components'
  | 'ignoreMissingComponents'
  | 'images'
  | 'namePrefix'
  | 'nameSuffix'
  | 'patches';

/**
 * The Flux Kustomization of an app: its identity, and the fields of its spec that are a person's
 * to choose (kustomize-controller v1.9.5, docs/spec/v1/kustomizations.md).
 */
export interface KustomizationSettings extends Partial<Omit<KustomizationSpec, NotSettable>> {
  /** @default - the app's id */
  readonly name?: string;
  /** @default flux-system */
  readonly namespace?: string;
  /**
   * The app's directory, relative to the root of the tree.
   * @default - `clusters/<cluster>/apps/<id>`
   */
  readonly path?: string;
}

/** Options of an app. */
export interface AppChartProps {
  /** Namespace of every namespaced object that names none itself. */
  readonly namespace?: string;
  /** Labels of every object. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * What this instance of the app is for.
   * @default - the cluster's environment
   */
  readonly environment?: Environment;
  /** Apps that must be healthy before Flux applies this one. */
  readonly after?: readonly AppChart[];
  /** What is to differ in the app's Flux Kustomization. */
  readonly kustomization?: KustomizationSettings;
}

/**
 * One app of a cluster: a cdk8s `Chart` that becomes one directory and one Flux Kustomization.
 * Names inside come from the path inside the app, so it can be moved and used again.
 */
export class AppChart extends Chart implements NamingScope {
  /** Marks an app, also one of another loaded copy of Sluice. */
  readonly [namingScope] = true;
  /** The cluster that runs the app. */
  readonly cluster: Cluster;
  /** What this instance of the app is for. */
  readonly environment: Environment;
  /** What differs in the app's Flux Kustomization. */
  readonly kustomization: KustomizationSettings;

  /**
   * @param scope a cluster, or any construct below one
   * @param id the app's name; a DNS label
   */
  constructor(scope: Construct, id: string, props: AppChartProps = {}) {
    // kustomize moves the objects there, but not what refers to them: so they start there.
    const namespace = props.kustomization?.targetNamespace ?? props.namespace;
    super(scope, id, {
      ...(namespace !== undefined && { namespace }),
      ...(props.labels && { labels: { ...props.labels } }),
    });
    this.cluster = clusterOf(this);
    this.environment = props.environment ?? this.cluster.environment;
    this.kustomization = props.kustomization ?? {};
    if (props.after && props.after.length > 0) this.addDependency(...props.after);
  }

  /** The name of an object that was given none: its path inside the app. */
  override generateObjectName(object: ApiObject): string {
    return this.nameOf(object, []);
  }

  /** The name of anything inside the app: the ids on the way to it, joined by `-`. */
  nameOf(construct: IConstruct, extra: readonly string[]): string {
    const name = joinedName([...pathInside(this, construct), ...extra], (address) =>
      describeAddress(this, address),
    );
    return name === '' ? this.node.id : name;
  }

  /** The app's manifests, as the fleet's synthesizer renders them. */
  override toJson(): unknown[] {
    return [...(this.node.root as Fleet).synthesizer.manifests(this)];
  }

  /** The nearest app at or above a construct. */
  static override of(construct: IConstruct): AppChart {
    const app = namingScopeOf(construct);
    if (app === undefined) throw new Error(`${construct.node.path} is in no app`);
    return app as unknown as AppChart;
  }
}

/** What an address inside an id stands for, in words that are free of the cluster. */
function describeAddress(app: AppChart, address: string): string {
  // Most peers are in the app itself, and a cluster may hold thousands of constructs.
  const construct = findAddress(app, address) ?? findAddress(app.cluster, address);
  if (construct === undefined) return address;
  const owner = namingScopeOf(construct) as unknown as AppChart | undefined;
  return owner === undefined
    ? construct.node.id
    : [owner === app ? '' : owner.node.id, ...pathInside(owner, construct)].join('/');
}

/** The first construct of an address at or below another. */
function findAddress(construct: IConstruct, address: string): IConstruct | undefined {
  if (construct.node.addr === address) return construct;
  for (const child of construct.node.children) {
    const found = findAddress(child, address);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a value is an app, also one of another loaded copy of Sluice. */
export function isAppChart(value: unknown): value is AppChart {
  return typeof value === 'object' && value !== null && namingScope in value;
}
