/** How a program wants its clusters judged, and what synth notes of that beside a tree. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Cluster,
  type Fleet,
  placeOfSuppression,
  suppressionsIn,
} from '../constructs/index.ts';
import type { Location, Severity } from '../core/index.ts';
import { placeInSource } from './source-maps.ts';

/** What a program says of one cluster. */
export interface Judgement {
  readonly environment: string;
  /** Minor version of Kubernetes. */
  readonly kubernetes: string;
  readonly severities: Readonly<Record<string, Severity>>;
  /** Whether the program has rules about changes, which only it can ask. */
  readonly judgesChanges?: boolean;
  readonly suppressions: readonly {
    readonly construct: string;
    readonly code: string;
    readonly reason: string;
    readonly location: Location;
  }[];
}

type Judgements = Readonly<Record<string, Judgement>>;

/** How a cluster is to be judged, with places relative to a folder. */
export function judgementOf(cluster: Cluster, cwd: string): Judgement {
  const { environment, kubernetes } = cluster;
  return {
    environment: environment.name,
    kubernetes,
    severities: (cluster.node.root as Fleet).severitiesIn(environment),
    judgesChanges: cluster.ownRules.some(({ about }) => about === 'changes'),
    suppressions: suppressionsIn(cluster).map((each) => {
      const { construct, code, reason } = each;
      const { path: place } = construct.node;
      const location = placeInSource({ construct: place, ...placeOfSuppression(each) }, cwd);
      return { construct: place, code, reason, location };
    }),
  };
}

/** The file of the notes about a tree. */
export function judgementsFile(root: string): string {
  return path.join(root, '.sluice/judgements.json');
}

/** The notes about a tree, by the name of the cluster. Whoever made the tree can write some. */
export function readJudgements(root: string): Judgements {
  try {
    const read = JSON.parse(readFileSync(judgementsFile(root), 'utf8')) as Judgements | null;
    return Object.fromEntries(Object.entries(read ?? {}).filter(([, each]) => isJudgement(each)));
  } catch {
    return {};
  }
}

function isJudgement(value: unknown): value is Judgement {
  const { environment, kubernetes, severities, suppressions } = (value ?? {}) as Partial<Judgement>;
  return (
    [environment, kubernetes].every((each) => typeof each === 'string') &&
    Object.values(severities ?? { none: 0 }).every((each) => typeof each === 'string') &&
    Array.isArray(suppressions) &&
    suppressions.every(isSuppression)
  );
}

function isSuppression(value: unknown): boolean {
  const { construct, code, reason, location } = (value ?? {}) as Record<string, unknown>;
  const isPlace = typeof location === 'object' && location !== null;
  return isPlace && [construct, code, reason].every((each) => typeof each === 'string');
}
