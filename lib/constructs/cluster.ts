import { Construct } from 'constructs';
import type { FluxInstanceSpec, OCIRepositorySpec } from '../flux/index.ts';
import type { OwnRule } from '../core/index.ts';
import { AppChart } from './app-chart.ts';
import type { Environment, SopsRecipients } from './environment.ts';
import { clusterSymbol } from './private/cluster-scope.ts';
import { variableToken } from './token.ts';

/** The branch of a Git repository that a cluster's Flux applies. */
export interface GitSource {
  /** `https://` or `ssh://` URL of the manifests repository. */
  readonly url: string;
  /** The branch whose newest commit the cluster runs. */
  readonly branch: string;
  /** Secret with the repository's credentials, in flux-system. Not needed for public ones. */
  readonly secret?: string;
  /**
   * How often Flux looks for commits. A webhook tells it at once; without one, shorten this.
   * @default 5m
   */
  readonly interval?: string;
}

/** The artifact in an OCI registry that a cluster's Flux applies. */
export interface ArtifactSource {
  /** The repository: `oci://HOST/REPOSITORY`, without a tag. */
  readonly url: `oci://${string}`;
  /**
   * The tag whose artifact the cluster runs. `sluice publish` gives an artifact the name of the
   * program's branch.
   * @default main
   */
  readonly tag?: string;
  /** Secret of the type `kubernetes.io/dockerconfigjson`, in flux-system. Not needed for public ones. */
  readonly secret?: string;
  /**
   * How often Flux looks for another artifact.
   * @default 5m
   */
  readonly interval?: string;
  /**
   * By whom an artifact must be signed, or Flux does not apply it. The Secret with the public keys, in
   * flux-system, is there before Flux is: `kubectl create secret generic NAME --from-file cosign.pub`.
   * @example { provider: 'cosign', secretRef: { name: 'cosign' } }
   */
  readonly verify?: OCIRepositorySpec['verify'];
}

/** What a cluster's Flux applies. */
export type ClusterSource = GitSource | ArtifactSource;

/** Whether a source is an artifact. */
export function isArtifactSource(source: ClusterSource): source is ArtifactSource {
  return source.url.startsWith('oci://');
}

/** How a cluster has Flux. */
export type FluxSettings = Partial<Omit<FluxInstanceSpec, 'sync'>> | 'components' | 'existing';

/** Options of a cluster. */
export interface ClusterProps {
  /** What the cluster is for; an app may say otherwise for itself. */
  readonly environment: Environment;
  /** The domain under which the cluster's apps are reached. */
  readonly domain: string;
  /** Minor version of Kubernetes, such as `1.34`. */
  readonly kubernetes: string;
  readonly source: ClusterSource;
  /**
   * Custom kinds of the cluster's scope that Sluice does not know, as `Kind.group`. Kinds whose
   * CRD is in the cluster's own apps are known.
   * @example ['NodePool.karpenter.sh']
   */
  readonly clusterKinds?: readonly string[];
  /**
   * What is to differ in the spec of the FluxInstance, whose size and shards follow from the number
   * of apps; or `components` for a Flux that is installed from its plain manifests, without
   * flux-operator: `sluice bootstrap --components FILE`; or `existing` for a root and Kustomizations
   * that stand beside what the program writes, as `sluice import` leaves them: each app is only the
   * folder that `kustomization.path` names, with its objects as the program gives them. Who applies
   * it, after what and with which variables, those Kustomizations say.
   */
  readonly flux?: FluxSettings;
  /** Public settings, as a ConfigMap `cluster-settings` that Kustomizations can read. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * A SOPS file with the Secret `cluster-secrets`, whose keys are the secret variables.
   * @example new URL('./secrets.sops.yaml', import.meta.url)
   */
  readonly secrets?: URL;
  /**
   * The cluster's own public keys, whose private halves its Secret `flux-system/sops-age` holds.
   * They and those of the environment are the recipients of every SOPS file that the cluster
   * applies: one who is missing from a file, and one more, is an error. Needed as soon as there is
   * such a file.
   */
  readonly sops?: SopsRecipients;
}

/** One Kubernetes cluster, and the folder `clusters/<id>` that its Flux applies. */
export class Cluster extends Construct {
  /** Marks a cluster, also one of another loaded copy of Sluice. */
  readonly [clusterSymbol] = true;
  /** What the cluster is for. */
  readonly environment: Environment;
  /** The domain under which the cluster's apps are reached. */
  readonly domain: string;
  /** Minor version of Kubernetes, such as `1.34`. */
  readonly kubernetes: string;
  /** What the cluster's Flux applies. */
  readonly source: ClusterSource;
  /** Public settings, as the ConfigMap `cluster-settings` has them. */
  readonly settings: Readonly<Record<string, string>>;
  /** The SOPS file with the secret variables. */
  readonly secrets: URL | undefined;
  /** The cluster's own recipients of SOPS files. */
  readonly sops: SopsRecipients | undefined;
  /** Custom kinds of the cluster's scope, as `Kind.group`. */
  readonly clusterKinds: readonly string[];
  /** What bootstrap applies and the root Kustomization syncs: Flux's own objects. */
  readonly entry: AppChart;
  /** The app of apps: one Kustomization per app, the namespaces, and what else all share. */
  readonly flux: AppChart;
  /** What is to differ in the spec of the FluxInstance, or that there is to be none. */
  readonly fluxSettings: FluxSettings;
  readonly #variables = new Set<string>();
  readonly #rules: OwnRule[] = [];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    this.environment = props.environment;
    this.domain = props.domain;
    this.kubernetes = props.kubernetes;
    this.source = props.source;
    this.fluxSettings = props.flux ?? {};
    this.settings = props.settings ?? {};
    this.secrets = props.secrets;
    this.sops = props.sops;
    this.clusterKinds = props.clusterKinds ?? [];
    this.entry = new AppChart(this, 'flux-system', { namespace: 'flux-system' });
    this.flux = new AppChart(this, 'flux', { namespace: 'flux-system' });
  }

  /**
   * A value that must not stand in the program: a key of the Secret `cluster-secrets`, which
   * Flux substitutes in the cluster. It can be used anywhere in the text of an app's objects.
   *
   * Flux inserts values into YAML without quoting them. Inside longer text a value must
   * therefore be one word that begins with a letter or digit and goes on with letters, digits
   * and `. _ - / @ + =`, as domains, addresses and account ids do. A value that is the whole
   * text may be any line without `"` and `\`; it stays a string.
   *
   * @param name the key; letters, digits and `_`
   */
  secretVariable(name: string): string {
    this.#variables.add(name);
    return variableToken(name);
  }

  /**
   * Adds rules of one's own: `ObjectRule`s, which `sluice validate` asks about what is applied, and
   * `ChangeRule`s, which `sluice plan` asks about what becomes of it.
   *
   * @throws Error where a rule of that code is there already
   */
  rules(rules: readonly OwnRule[]): void {
    for (const rule of rules) {
      if (this.#rules.some(({ code }) => code === rule.code)) {
        throw new Error(`${this.node.path} has a rule ${rule.code} already`);
      }
      this.#rules.push(rule);
    }
  }

  /** The rules that were added. */
  get ownRules(): readonly OwnRule[] {
    return this.#rules;
  }

  /** The names of the secret variables that were asked for. */
  get variables(): ReadonlySet<string> {
    return this.#variables;
  }
}
