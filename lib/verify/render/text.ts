import { type Location, type Painter, plainPainter, plural, printable } from '../../core/index.ts';
import type { Checked } from '../check.ts';
import type { Outcome, Problem } from '../outcome.ts';

/** The most problems of one check that are printed; JSON has them all. */
const most = 20;

/** A checklist for people: a line for each check, and below it what is wrong and how to mend it. */
export function renderText(checked: readonly Checked[], paint: Painter = plainPainter): string {
  const lines = checked.flatMap((each) => [...linesOf(each, paint)]);
  const count = (status: Outcome['status']): number =>
    checked.filter(({ outcome }) => outcome.status === status).length;
  const counts = [
    `${String(count('pass'))} pass`,
    `${String(count('fail'))} fail`,
    `${String(count('not checked'))} not checked`,
  ];
  return [...lines, '', `${plural(checked.length, 'check')}: ${counts.join(', ')}`].join('\n');
}

const indent = ' '.repeat(13);

function* linesOf({ title, outcome }: Checked, paint: Painter): Generator<string> {
  switch (outcome.status) {
    case 'pass':
      yield `pass         ${title}  ${paint.dim(`(${printable(outcome.counted)})`)}`;
      break;
    case 'fail':
      yield `${paint.red(paint.bold('fail'))}         ${title}`;
      yield* problemsOf(outcome.problems);
      break;
    case 'not checked':
      yield `${paint.yellow('not checked')}  ${title}`;
      break;
  }
  const notes = outcome.status === 'not checked' ? outcome.why : outcome.notes;
  for (const note of notes) yield paint.dim(`${indent}${printable(note)}`);
}

function* problemsOf(problems: readonly Problem[]): Generator<string> {
  const shown = problems.slice(0, most);
  for (const remedy of new Set(shown.map((each) => each.remedy))) {
    for (const { message, location } of shown.filter((each) => each.remedy === remedy)) {
      const place = placeOf(location);
      yield `${indent}${printable(place === '' ? message : `${place}: ${message}`)}`;
    }
    yield `${indent}→ ${printable(remedy)}`;
  }
  const left = problems.length - shown.length;
  if (left > 0) yield `${indent}and ${String(left)} more: --json`;
}

function placeOf({ object, file, line }: Location): string {
  const place = file !== undefined && line !== undefined ? `${file}:${String(line)}` : file;
  if (object === undefined) return place ?? '';
  return place === undefined ? object : `${object} (${place})`;
}
