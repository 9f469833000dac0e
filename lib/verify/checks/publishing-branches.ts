import { plural } from '../../core/index.ts';
import type { Check } from '../check.ts';
import type { Evidence } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** Where two branches publish an environment, each takes back what the other one brought. */
export const publishingBranches: Check = {
  id: 'publishing-branches',
  title: 'Each environment is published from one branch',
  part: 'offline',
  look,
};

function look({ program: { synthesis, branches } }: Evidence): Outcome {
  const findings = new Findings();
  const environments = new Set(
    synthesis.clusters.flatMap(({ cluster, apps }) => [
      cluster.environment.name,
      ...apps.map(({ app }) => app.environment.name),
    ]),
  );
  const counted = plural(environments.size, 'environment');
  const remedy =
    'Say it in the program: fleet.publishFrom({ develop: ["development"], main: ["production"] }).';
  if (branches === undefined) {
    if (environments.size > 1) {
      const names = [...environments].sort().join(', ');
      findings.fail(`any branch publishes all environments: ${names}`, remedy);
    }
    return findings.outcome(counted);
  }
  for (const environment of [...environments].sort()) {
    const from = Object.keys(branches).filter((each) => branches[each]?.includes(environment));
    if (from.length === 0) findings.fail(`no branch publishes ${environment}`, remedy);
    if (from.length > 1) {
      findings.fail(`${environment} is published from ${from.sort().join(' and ')}`, remedy);
    }
  }
  return findings.outcome(counted);
}
