/** What holds for every workflow of GitHub here, beyond what actionlint asks. */
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Events whose workflows run with secrets although the code is a stranger's. */
const trusting = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** What is wrong with a workflow; nothing where it is as it should be. */
export function problemsOf(text: string): string[] {
  const document = parseDocument(text);
  const { on, permissions, env, jobs } = document.toJS() as Workflow;
  const all = Object.entries(jobs);
  const steps = all.flatMap(([, job]) => job.steps);
  return [
    ...trusting.filter((event) => event in on).map((event) => `runs on ${event}`),
    ...(Object.keys(permissions ?? { all: 'write' }).length > 0 ? ['gives jobs permissions'] : []),
    ...unpinned(document.contents).map((uses) => `is not pinned: ${uses}`),
    ...steps
      .filter(({ run }) => run?.includes('${{'))
      .map(({ run }) => `an expression in a shell: ${run}`),
    ...[env, ...all.map(([, job]) => job.env)]
      .filter((each) => JSON.stringify(each ?? {}).includes('secrets.'))
      .map(() => 'a secret for more than a step'),
    ...all.flatMap(([name, job]) => problemsOfJob(job).map((problem) => `${name} ${problem}`)),
  ];
}

function problemsOfJob({ permissions, steps, ...job }: Job): string[] {
  const runsPackages = steps.some(({ run }) => /\b(npm|npx)\b/.test(run ?? ''));
  const writes = Object.values(permissions ?? {}).includes('write');
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  const keeps = checkouts.some((step) => step.with?.['persist-credentials'] !== false);
  return [
    ...(permissions === undefined ? ['names no permissions'] : []),
    ...(job['timeout-minutes'] === undefined ? ['may run for hours'] : []),
    ...(runsPackages && writes ? ['runs packages where it may write'] : []),
    ...(runsPackages && keeps ? ['runs packages beside credentials on disk'] : []),
  ];
}

/** `uses` without the 40 digits of a commit, or without its version in the comment behind. */
function unpinned(node: unknown): string[] {
  if (isSeq(node)) return node.items.flatMap(unpinned);
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || key.value !== 'uses' || !isScalar(value)) return unpinned(value);
    const line = `${String(value.value)} #${value.comment ?? ''}`;
    return /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line) ? [] : [line];
  });
}
