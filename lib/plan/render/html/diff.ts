import { plural } from '../../../core/index.ts';
import { emitYaml, type JsonObject, type Manifest } from '../../../kubernetes/index.ts';
import type { Change, FieldChange } from '../../plan.ts';
import { escape } from './escape.ts';
import { hunksOf } from './hunks.ts';
import type { Block } from './line-diff.ts';

/** Lines of one object that a page shows; what is longer is read in its file. */
const mostLines = 400;
/** Characters of one line. */
const longest = 300;

/** What changes in an object: side by side, or the whole of one that only one side has. */
export function diffOf(change: Change): string {
  const { before, after, fields, action } = change;
  const notes = fields.flatMap(noteOfField).map((note) => `<li>${note}</li>`);
  const list = notes.length > 0 ? `<ul class="notes">${notes.join('')}</ul>` : '';
  if (before === undefined || after === undefined) {
    const [only, side] = after ? [after, 'ins'] : [before, 'del'];
    return only === undefined ? list : list + wholeOf(only, side as 'ins' | 'del');
  }
  const [old, next] = [linesOf(before), linesOf(after)];
  const hunks = hunksOf(old, next);
  if (hunks.length === 0) {
    // Of one that goes, both sides may be the same, and none of it stays.
    return action === 'deleted' ? list + wholeOf(before, 'del') : list;
  }
  let room = mostLines;
  const shown: string[] = [];
  for (const { place, blocks } of hunks) {
    if (room <= 0) break;
    const body = blocks.map((block) => {
      const fitting = cut(block, room);
      room -= sizeOf(fitting);
      return blockText(fitting);
    });
    const title = place === '' ? '' : `<p class="place">${escape(place)}</p>`;
    shown.push(`<div class="hunk">${title}${body.join('')}</div>`);
  }
  const rest = room <= 0 ? moreText('the diff is longer; the rest is in Git') : '';
  return `${list}<div class="diff">${shown.join('')}</div>${rest}`;
}

function linesOf(manifest: Manifest): readonly string[] {
  return emitYaml(manifest as unknown as JsonObject)
    .trimEnd()
    .split('\n');
}

/** What the text of an object does not show. */
function noteOfField({ path, change, secret }: FieldChange): readonly string[] {
  const at = `<code>${escape(path)}</code>`;
  if (secret !== undefined) {
    return [`${at} ${secret === 'value' ? 'has another secret value' : 'was encrypted anew'}`];
  }
  return change === 'reordered' ? [`${at} has another order`] : [];
}

function wholeOf(manifest: Manifest, side: 'ins' | 'del'): string {
  const lines = linesOf(manifest);
  const rest = lines.length - mostLines;
  const more = rest > 0 ? moreText(plural(rest, 'more line')) : '';
  return `<div class="diff one">${sideText(side, lines.slice(0, mostLines))}</div>${more}`;
}

function moreText(text: string): string {
  return `<p class="more">${text}</p>`;
}

function sizeOf(block: Block): number {
  return block.kind === 'same' ? block.lines.length : block.before.length + block.after.length;
}

function cut(block: Block, room: number): Block {
  if (block.kind === 'same') return { ...block, lines: block.lines.slice(0, Math.max(0, room)) };
  const half = Math.max(0, room);
  return { ...block, before: block.before.slice(0, half), after: block.after.slice(0, half) };
}

function blockText(block: Block): string {
  if (sizeOf(block) === 0) return '';
  if (block.kind === 'same') {
    const lines = block.lines.map((line) => `  ${escape(clipped(line))}`).join('\n');
    // The right side of the same lines: a narrow page, and who hears it, has them once.
    return `<div class="pair same"><pre>${lines}</pre><pre class="twin" aria-hidden="true">${lines}</pre></div>`;
  }
  const { before, after } = block;
  const pairs = before.length === after.length;
  const old = before.map((line, index) => markedText(line, pairs ? after[index] : undefined));
  const next = after.map((line, index) => markedText(line, pairs ? before[index] : undefined));
  return `<div class="pair">${side('del', '−', old)}${side('ins', '+', next)}</div>`;
}

function sideText(kind: 'del' | 'ins', lines: readonly string[]): string {
  return side(
    kind,
    kind === 'del' ? '−' : '+',
    lines.map((line) => escape(clipped(line))),
  );
}

function side(kind: 'del' | 'ins', sign: string, lines: readonly string[]): string {
  if (lines.length === 0) return '<div class="none"></div>';
  const text = lines.map((line) => `${sign} ${line}`).join('\n');
  return `<${kind}><pre>${text}</pre></${kind}>`;
}

function clipped(line: string): string {
  const rest = line.length - longest;
  return rest > 0 ? `${line.slice(0, longest)}… (${rest} more characters)` : line;
}

/** A line in which the words are marked that its counterpart has not. */
function markedText(line: string, other: string | undefined): string {
  if (other === undefined) return escape(clipped(line));
  const [head, tail] = alike(line, other);
  // A mark around nearly all of a line says nothing.
  if ((head + tail) * 3 < line.length && line.length <= longest) return escape(line);
  // In a long line, what is around the difference is what a person wants to see.
  const isLong = line.length > longest;
  const from = isLong ? Math.max(0, head - 60) : 0;
  const to = isLong ? Math.min(line.length, line.length - tail + 60) : line.length;
  const mark = escape(clipped(line.slice(head, line.length - tail)));
  return [
    from > 0 ? '…' : '',
    escape(line.slice(from, head)),
    mark === '' ? '' : `<mark>${mark}</mark>`,
    escape(line.slice(line.length - tail, to)),
    to < line.length ? '…' : '',
  ].join('');
}

/** How many characters two lines share at their beginning and at their end, in whole words. */
function alike(line: string, other: string): readonly [head: number, tail: number] {
  const shorter = Math.min(line.length, other.length);
  const isWord = (text: string, index: number): boolean =>
    /[\w\uD800-\uDFFF]/.test(text.at(index) ?? '');
  let head = 0;
  while (head < shorter && line[head] === other[head]) head += 1;
  const splitsWord = (): boolean =>
    isWord(line, head - 1) && (isWord(line, head) || isWord(other, head));
  while (head > 0 && splitsWord()) head -= 1;
  let tail = 0;
  while (tail < shorter - head && line.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const endsInWord = (): boolean =>
    isWord(line, -tail) && (isWord(line, -1 - tail) || isWord(other, -1 - tail));
  while (tail > 0 && endsInWord()) tail -= 1;
  return [head, tail];
}
