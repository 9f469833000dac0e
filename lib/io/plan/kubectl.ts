import { DiagnosticError, errorAt } from '../../core/index.ts';
import type { JsonObject } from '../../kubernetes/index.ts';
import { runProgram } from '../process/index.ts';

/** What has an inventory or can be suspended; a cluster need not have the last two. */
const kinds = {
  needed: 'kustomizations.kustomize.toolkit.fluxcd.io',
  others: ['helmreleases.helm.toolkit.fluxcd.io', 'resourcesets.fluxcd.controlplane.io'],
} as const;

/** How long the API server may take for one answer. */
const timeout = '60s';
/** The most bytes that an answer may have. */
const largest = 256 * 1024 * 1024;

/**
 * Asks a cluster what its Flux has applied, by kubectl and with the kubeconfig of its user. Only
 * reads, and only objects of Flux, which hold no secrets but what people wrote into them.
 *
 * @param context of the kubeconfig; by default its current one
 * @throws DiagnosticError where kubectl is missing or refuses
 */
export async function askCluster(context: string | undefined): Promise<readonly JsonObject[]> {
  const answers = await Promise.all([
    get(kinds.needed, context),
    ...kinds.others.map((kind) => get(kind, context)),
  ]);
  return answers.flatMap((answer, index): readonly JsonObject[] => {
    if ('document' in answer) return [answer.document];
    if (index > 0 && answer.problem.includes("doesn't have a resource type")) return [];
    throw refused(answer.problem);
  });
}

type Answer = { readonly document: JsonObject } | { readonly problem: string };

async function get(kind: string, context: string | undefined): Promise<Answer> {
  const args = ['get', kind, '--all-namespaces', '--output=json', `--request-timeout=${timeout}`];
  if (context !== undefined) args.push(`--context=${context}`);
  const run = await runProgram('kubectl', args, { env: process.env, output: largest });
  if ('output' in run) return parsed(run.output.toString('utf8'));
  if (run.isMissing) return { problem: 'kubectl is not installed' };
  return { problem: lastLine(run.errors) || `it ${run.problem}` };
}

function parsed(text: string): Answer {
  try {
    return { document: JSON.parse(text) as JsonObject };
  } catch {
    return { problem: 'its answer is no JSON' };
  }
}

/** What kubectl says in the end; before it, plugins that log in may say anything. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 500) ?? '';
}

function refused(problem: string): DiagnosticError {
  const hint = 'Name the cluster with --context, or give what kubectl printed: --inventory FILE.';
  return new DiagnosticError([
    errorAt('unreadable-inventory', {}, `kubectl: ${problem}`, { hint }),
  ]);
}
