import { plural } from '../../core/index.ts';
import type { Check } from '../check.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** On the day that a credential ends, what uses it stops, and nobody has changed anything. */
export const expiringCredentials: Check = {
  id: 'expiring-credentials',
  title: 'No credential ends within 21 days',
  part: 'live',
  look,
};

const day = 86_400_000;
const soon = 21 * day;

function look({ live }: Evidence): Outcome {
  const findings = new Findings();
  const certificates = live && valueOf(live.certificates, findings.note);
  if (live === undefined || certificates === undefined) return findings.outcome(undefined);
  for (const each of certificates.unread) findings.note(`not checked: ${each}`);
  for (const { place, ends } of certificates.all) {
    const end = ends === undefined ? Number.NaN : new Date(ends).getTime();
    if (Number.isNaN(end)) {
      findings.note(`not checked: ${place}: when it ends cannot be read`);
      continue;
    }
    const left = end - live.now.getTime();
    if (left > soon) continue;
    const date = new Date(end).toISOString().slice(0, 10);
    const days = Math.floor(left / day);
    const message =
      left < 0 ? `it ended on ${date}` : `it ends on ${date}, in ${plural(days, 'day')}`;
    findings.fail(message, 'Renew it, and replace it where it is used.', { object: place });
  }
  return findings.outcome(plural(certificates.all.length, 'certificate'));
}
