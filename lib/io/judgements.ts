/** What synth notes beside a tree of how its clusters are to be judged. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Location, OwnRule, Severity } from '../core/index.ts';

/** What a program says of one cluster. */
export interface Judgement {
  readonly environment: string;
  /** Minor version of Kubernetes. */
  readonly kubernetes: string;
  readonly severities: Readonly<Record<string, Severity>>;
  /** What the program's own rules are about, which only it can ask. */
  readonly judges?: readonly OwnRule['about'][];
  readonly suppressions: readonly {
    readonly construct: string;
    readonly code: string;
    readonly reason: string;
    readonly location: Location;
  }[];
}

type Judgements = Readonly<Record<string, Judgement>>;

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
  const { environment, kubernetes, severities, suppressions, judges } = (value ??
    {}) as Partial<Judgement>;
  return (
    [environment, kubernetes].every((each) => typeof each === 'string') &&
    Object.values(severities ?? { none: 0 }).every((each) => typeof each === 'string') &&
    Array.isArray(judges ?? []) &&
    Array.isArray(suppressions) &&
    suppressions.every(isSuppression)
  );
}

function isSuppression(value: unknown): boolean {
  const { construct, code, reason, location } = (value ?? {}) as Record<string, unknown>;
  const isPlace = typeof location === 'object' && location !== null;
  return isPlace && [construct, code, reason].every((each) => typeof each === 'string');
}
