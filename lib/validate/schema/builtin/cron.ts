import { isGoDuration } from '../formats.ts';

/** Schedules as Kubernetes reads them (github.com/robfig/cron v3, parser.go: ParseStandard). */
const fields = [
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day of the month', least: 1, most: 31, names: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  { name: 'day of the week', least: 0, most: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
] as const;

type Field = (typeof fields)[number];

const descriptors = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

/** Why a schedule is none, or undefined. */
export function cronProblem(schedule: string): string | undefined {
  if (schedule === '') return 'must not be empty';
  if (schedule.includes('TZ=')) return 'must not name a time zone; the field timeZone does';
  if (schedule.startsWith('@')) {
    const every = schedule.startsWith('@every ') && isGoDuration(schedule.slice('@every '.length));
    return every || descriptors.has(schedule) ? undefined : 'is no schedule';
  }
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== 5) return 'must have five fields: minute, hour, day, month, day of the week';
  const wrong = fields.find(
    (field, index) =>
      !(parts[index] ?? '')
        .split(',')
        .filter((part) => part !== '')
        .every((part) => isRange(part, field)),
  );
  return wrong && `has a ${wrong.name} that is none`;
}

/** `*`, `?`, `3`, `1-5`, `*` and others with a step: `2-10/2`. */
function isRange(text: string, field: Field): boolean {
  const [range = '', step, more] = text.split('/');
  if (more !== undefined || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  const [from = '', to, beyond] = range.split('-');
  if (from === '*' || from === '?') return to === undefined || /^\d+$/.test(to);
  const [first, last] = [value(from, field), to === undefined ? undefined : value(to, field)];
  if (beyond !== undefined || first === undefined || (to !== undefined && last === undefined))
    return false;
  return first >= field.least && (last ?? first) <= field.most && first <= (last ?? first);
}

function value(text: string, { names, least }: Field): number | undefined {
  const named = (names as readonly string[]).indexOf(text.toLowerCase());
  if (named >= 0) return named + least;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Names that JavaScript takes for zones, and the IANA database does not have. */
const beyondIana =
  /^(SystemV\/.*|ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST)$/;

/** A zone of the IANA database, in its own case; `Local` is none, since it says nothing. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Z]/.test(text) || text === 'Local' || beyondIana.test(text)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    // What JavaScript resolves to another name is in the case that its parts should have.
    return timeZone.toLowerCase() === text.toLowerCase()
      ? timeZone === text
      : text.split('/').every((part) => /^[A-Z]/.test(part) && !/[A-Z]{5}/.test(part));
  } catch {
    return false;
  }
}
