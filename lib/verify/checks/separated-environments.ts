import { plural } from '../../core/index.ts';
import type { Check } from '../check.ts';
import type { Evidence } from '../evidence.ts';
import { instancesOf } from '../instances.ts';
import { Findings, type Outcome } from '../outcome.ts';
import { sharedBetweenEnvironments, type Sharing } from '../separation.ts';

/** What environments share, a change in development changes in production, or shows to its people. */
export const separatedEnvironments: Check = {
  id: 'separated-environments',
  title: 'Environments share no namespace, host or secret',
  part: 'offline',
  look,
};

const remedies: Readonly<Record<Sharing['what'], string>> = {
  namespace: 'Give one of the apps a namespace of its own.',
  host: 'Give one of the apps a host of its own, such as one below the domain of its cluster.',
  secret:
    'Make another secret for one of them: sluice secret set. A copied file has the same data key.',
};

function look({ program: { synthesis } }: Evidence): Outcome {
  const findings = new Findings();
  const instances = instancesOf(synthesis).filter(({ objects }) => objects.length > 0);
  for (const { what, name, by, file } of sharedBetweenEnvironments(instances)) {
    const shared =
      what === 'secret' ? `${name} has the same ciphertext` : `${what} ${name} is shared`;
    const at = file === undefined ? {} : { file };
    findings.fail(`${shared}: ${by.join(' and ')}`, remedies[what], at);
  }
  const environments = new Set(instances.map(({ environment }) => environment));
  const counted = `${plural(instances.length, 'app')} of ${plural(environments.size, 'environment')}`;
  return findings.outcome(counted);
}
