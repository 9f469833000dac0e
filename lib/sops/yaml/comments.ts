import { Lexer } from 'yaml';
import { columnOf, type Source } from '../source.ts';
import type { Branch, Comment, Entry } from '../tree.ts';

/**
 * Which map or list a comment belongs to, as go.yaml.in/yaml v3 has it (scannerc.go:
 * yaml_parser_scan_comments) and sops takes it over (stores/yaml/store.go). It decides the path
 * that an encrypted comment is bound to, and which values a rule about comments reaches.
 */

interface Placed extends Comment {
  /** Where its `#` stands. */
  readonly start: number;
  readonly column: number;
  /** Whether nothing but blanks stands before it on its line. */
  readonly alone: boolean;
}

/** Every comment of a YAML text. */
export function readComments(source: Source): Placed[] {
  const { text } = source;
  const found: Placed[] = [];
  let offset = 0;
  let content = false;
  for (const lexeme of new Lexer().lex(text)) {
    // Control characters announce what follows and stand nowhere in the text.
    if (lexeme === '\u001f' || lexeme === '\u0002' || lexeme === '\u0018') {
      content = lexeme === '\u001f';
      continue;
    }
    if (!content && lexeme.startsWith('#')) {
      const start = offset;
      const end = start + lexeme.trimEnd().length;
      const column = columnOf(source, start);
      found.push({
        kind: 'comment',
        text: text.slice(start + 1, end),
        span: { start: start + 1, end },
        start,
        column,
        alone: text.slice(start - column, start).trim() === '',
      });
    }
    content = false;
    offset += lexeme.length;
  }
  return found;
}

interface Step {
  readonly entry: Entry;
  readonly column: number;
  /** The branch that holds the entry, and those that hold that branch, the innermost last. */
  readonly holders: readonly Branch[];
}

/** Puts each comment into the branch that it belongs to. */
export function placeComments(root: Branch, comments: readonly Placed[], source: Source): void {
  if (comments.length === 0) return;
  const steps: Step[] = [];
  collect(root, [root], source, steps);
  const placed = new Map<Branch, { before: number; comment: Comment }[]>();
  let next = 0;
  for (const comment of comments) {
    while (next < steps.length && (steps[next]?.entry.start ?? 0) < comment.start) next += 1;
    const { branch, before } = ownerOf(root, comment, steps[next - 1], steps[next]);
    const list = placed.get(branch) ?? [];
    placed.set(branch, list);
    list.push({ before: before ?? comment.start, comment });
  }
  for (const [branch, list] of placed) insert(branch, list);
}

function collect(branch: Branch, holders: readonly Branch[], source: Source, steps: Step[]): void {
  for (const entry of branch.items) {
    if (entry.kind !== 'entry') continue;
    steps.push({ entry, column: columnOf(source, entry.start), holders });
    if (entry.node.kind !== 'scalar') collect(entry.node, [...holders, entry.node], source, steps);
  }
}

function ownerOf(
  root: Branch,
  comment: Placed,
  last: Step | undefined,
  next: Step | undefined,
): { branch: Branch; before?: number } {
  if (last === undefined) return { branch: root };
  const { entry, holders } = last;
  const open = entry.node.kind === 'scalar' ? holders : [...holders, entry.node];
  const flow = open.findLast(({ flow: brackets, span }) => brackets && span.end > comment.start);
  if (flow !== undefined) return { branch: flow };
  const holder = holders.at(-1) ?? root;
  if (!comment.alone) {
    // Beside a value or a key it comes before it, so that a rule about comments reaches the value.
    return { branch: holder, before: entry.start };
  }
  if (next !== undefined) {
    const nextHolder = next.holders.at(-1) ?? root;
    if (comment.column <= next.column || !open.includes(nextHolder)) {
      return { branch: nextHolder };
    }
  }
  return { branch: open.findLast((branch) => branch.indent <= comment.column) ?? root };
}

function insert(branch: Branch, list: readonly { before: number; comment: Comment }[]): void {
  const { items } = branch;
  const starts = items.map((item) => (item.kind === 'entry' ? item.start : item.span.start));
  let taken = 0;
  const merged: Branch['items'] = [];
  for (const [index, item] of items.entries()) {
    for (; taken < list.length; taken += 1) {
      const each = list[taken];
      if (each === undefined || each.before > (starts[index] ?? 0)) break;
      merged.push(each.comment);
    }
    merged.push(item);
  }
  merged.push(...list.slice(taken).map((each) => each.comment));
  items.splice(0, items.length, ...merged);
}
