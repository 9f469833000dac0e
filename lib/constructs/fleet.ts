import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Severity } from '../core/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import { type AppChart, isAppChart } from './app-chart.ts';
import type { Cluster } from './cluster.ts';
import type { Choices, Environment, EnvironmentName } from './environment.ts';
import { isCluster } from './private/cluster-scope.ts';
import { type TreeRoot, treeRoot } from './private/hooks.ts';
import type { RuleCode } from './suppress.ts';

/** What turns a fleet into manifests; the constructs import nothing of it. */
export interface Synthesizer {
  /** Renders the fleet and writes it to `fleet.outdir`. */
  synth(fleet: Fleet): void;
  /** The manifests of one app. */
  manifests(app: AppChart): readonly Manifest[];
  /** The whole fleet as one YAML stream. */
  yaml(fleet: Fleet): string;
}

/** Options of a fleet. */
export interface FleetProps {
  /** What `synth` and `toJson` do; `run` of the package gives the real one. */
  readonly synthesizer?: Synthesizer;
  /**
   * Where `synth` writes.
   * @default - the environment variable CDK8S_OUTDIR, which cdk8s-cli sets, or `dist`
   */
  readonly outdir?: string;
}

/** How grave what rules find is, by the names of the rules: everywhere, or by environment. */
export type Severities = Readonly<Partial<Record<RuleCode, Severity | Choices<Severity>>>>;

/** The environments that each branch of the program's repository publishes. */
export type Branches = Readonly<Record<string, readonly EnvironmentName[]>>;

/** Two children of one scope that were given one id. */
export interface DuplicateConstruct {
  readonly first: IConstruct;
  readonly second: IConstruct;
}

/** All clusters of one program: the root of the construct tree. A cdk8s `App`. */
export class Fleet extends App implements TreeRoot {
  /** Marks a fleet, also one of another loaded copy of Sluice. */
  readonly [treeRoot] = true;
  /** Constructs that were refused their place, because another has their id. */
  readonly duplicates: DuplicateConstruct[] = [];
  readonly #synthesizer: Synthesizer | undefined;
  #severities: Severities = {};
  #branches: Branches | undefined;

  constructor(props: FleetProps = {}) {
    super(props.outdir === undefined ? {} : { outdir: props.outdir });
    this.#synthesizer = props.synthesizer;
  }

  /** What the fleet was given to render with. */
  get synthesizer(): Synthesizer {
    if (this.#synthesizer === undefined) {
      throw new Error('this Fleet has no synthesizer: make it with run() of sluice');
    }
    return this.#synthesizer;
  }

  /**
   * Says which environments each branch of the program's repository publishes. A branch that is not
   * named publishes nothing. Without this, any branch publishes everything.
   *
   * @example fleet.publishFrom({ develop: ['development'], main: ['staging', 'production'] })
   */
  publishFrom(branches: Branches): void {
    this.#branches = branches;
  }

  /** What `publishFrom` was told. */
  get branches(): Branches | undefined {
    return this.#branches;
  }

  /** The clusters, in the order of their creation. */
  get clusters(): Cluster[] {
    return this.node.findAll().filter(isCluster);
  }

  /** Every app of every cluster. cdk8s's own getter grows exponentially with dependencies. */
  override get charts(): AppChart[] {
    return this.node.findAll().filter(isAppChart);
  }

  /**
   * Says how grave it is what rules find, where that is not what the rule says. What is not named stays
   * as it is; what is said later wins.
   *
   * @example
   * fleet.severities({
   *   'missing-probe': 'error',
   *   'uncovered-pod': { production: 'error', default: 'off' },
   * });
   */
  severities(severities: Severities): void {
    this.#severities = { ...this.#severities, ...severities };
  }

  /** How grave it is in an environment what rules find, by their names. */
  severitiesIn(environment: Environment): Readonly<Record<string, Severity>> {
    return Object.fromEntries(
      Object.entries(this.#severities).flatMap(([code, level]) => {
        if (level === undefined) return [];
        return [[code, typeof level === 'string' ? level : environment.pick(level)]];
      }),
    );
  }

  /** Renders the fleet and writes it to `outdir`. Throws a DiagnosticError with every mistake. */
  override synth(): void {
    this.synthesizer.synth(this);
  }

  /** The whole fleet as one YAML stream, in the order in which Flux applies each app. */
  override synthYaml(): string {
    return this.synthesizer.yaml(this);
  }

  /** Keeps a construct whose id is taken, for synthesis to report. */
  reportDuplicate(first: IConstruct, second: IConstruct): void {
    this.duplicates.push({ first, second });
  }
}

/** Whether a value is a Fleet, also one of another loaded copy of Sluice. */
export function isFleet(value: unknown): value is Fleet {
  return typeof value === 'object' && value !== null && treeRoot in value;
}
