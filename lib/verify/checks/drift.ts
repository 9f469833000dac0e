import { plural } from '../../core/index.ts';
import { formatObject } from '../../kubernetes/index.ts';
import type { Check } from '../check.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import { isLeftAlone, whatFluxChanges } from '../flux-changes.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** Flux takes back what somebody changed by hand, within the interval: until then the two differ. */
export const drift: Check = {
  id: 'drift',
  title: 'No object differs from its manifest',
  part: 'live',
  look,
};

/** The most fields that a line names. */
const most = 5;

function look({ live }: Evidence): Outcome {
  const findings = new Findings();
  const probes = live && valueOf(live.probes, findings.note);
  if (probes === undefined) return findings.outcome(undefined);
  const unread = new Map<string, number>();
  let [looked, alone] = [0, 0];
  for (const { id, isVeiled, owner, found } of probes) {
    const object = formatObject(id);
    const [namespace = '', name = ''] = owner.split('/');
    const remedy = `Put what is meant into the program. Flux takes the rest back: flux -n ${namespace} reconcile kustomization ${name}`;
    if (found === 'absent') {
      looked += 1;
      findings.fail(`it is not in the cluster; ${owner} makes it again`, remedy, { object });
    } else if ('unread' in found) {
      unread.set(found.unread, (unread.get(found.unread) ?? 0) + 1);
    } else if (isLeftAlone(found)) {
      alone += 1;
    } else {
      looked += 1;
      const fields = whatFluxChanges(found);
      if (fields.length === 0) continue;
      if (isVeiled === true) {
        findings.fail(`${owner} would change it`, remedy, { object });
        continue;
      }
      const more = fields.length > most ? ` and ${String(fields.length - most)} more` : '';
      const message = `${owner} would change ${fields.slice(0, most).join(', ')}${more}`;
      findings.fail(message, remedy, { object });
    }
  }
  for (const [why, count] of [...unread].sort()) {
    findings.note(`not checked: ${plural(count, 'object')}: ${why}`);
  }
  if (alone > 0) findings.note(`${plural(alone, 'object')} that Flux is told to leave alone`);
  return findings.outcome(looked === 0 && probes.length > 0 ? undefined : plural(looked, 'object'));
}
