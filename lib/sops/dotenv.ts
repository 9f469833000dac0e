import { checkSize, failTooDeep, maxDepth } from './limits.ts';
import { str } from './plain.ts';
import { fail } from './result.ts';
import { placeOf, type Source, type Span } from './source.ts';
import type { Branch, Document, Entry, Scalar } from './tree.ts';

/** stores/metadata.go, SopsPrefix: the sops block is flattened into variables of this prefix. */
export const prefix = 'sops_';

/** Why a .env file cannot hold a value with a backslash before an n: sops has no escape for it. */
export const readsAsNewline = 'a .env file would give \\n in the value back as a newline';

/** A value as a .env file holds it, or undefined where it would be read as another. */
export function dotenvText(value: string): string | undefined {
  return value.includes('\\n') ? undefined : value.replaceAll('\n', '\\n');
}

/** Reads a .env file as sops does (stores/dotenv/store.go): a variable a line, no quotes. */
export function readDotenv(source: Source): Document {
  checkSize(source);
  const { text } = source;
  const items: Branch['items'] = [];
  const metadata: { path: string; entry: Entry; line: Span }[] = [];
  const keys = new Set<string>();
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = { start, end: Math.min(end + 1, text.length) };
    if (text[start] === '#') {
      const span = { start: start + 1, end };
      items.push({ kind: 'comment', text: text.slice(span.start, end), span });
    } else if (end > start) {
      const entry = variable(source, { start, end });
      const key = entry.key ?? '';
      if (keys.has(key)) {
        fail('sops-syntax', placeOf(source, start), 'a variable is given twice');
      }
      keys.add(key);
      if (key.startsWith(prefix)) metadata.push({ path: key.slice(prefix.length), entry, line });
      else items.push(entry);
    }
    start = end + 1;
  }
  const root: Branch = {
    kind: 'map',
    items,
    span: { start: 0, end: text.length },
    indent: 0,
    flow: false,
  };
  if (metadata.length === 0) return { source, branches: [root], blocks: [] };
  const branch = unflatten(source, metadata);
  return {
    source,
    branches: [root],
    blocks: [{ branch, spans: metadata.map(({ line }) => line) }],
  };
}

function variable(source: Source, { start, end }: Span): Entry {
  const equals = source.text.indexOf('=', start);
  if (equals === -1 || equals >= end) {
    fail(
      'sops-syntax',
      placeOf(source, start),
      'a line of a .env file must be a comment or NAME=value',
    );
  }
  const span = { start: equals + 1, end };
  const plain = str(source.text.slice(span.start, end).replaceAll('\\n', '\n'));
  const node: Scalar = { kind: 'scalar', plain, span, lead: '', indent: 0, flow: false };
  return { kind: 'entry', key: source.text.slice(start, equals), node, start, end };
}

/** stores/flatten.go: `__map_` goes into a map, `__list_` into a list. */
const separators = /(?=__map_|__list_)/;

type Flat = readonly { readonly path: string; readonly entry: Entry }[];

function unflatten(source: Source, flat: Flat): Branch {
  const steps = flat.map(({ path, entry }) => {
    const [first = '', ...rest] = path.split(separators);
    return { steps: [`__map_${first}`, ...rest], entry };
  });
  const node = build(source, steps, 0);
  if (node.kind === 'scalar') throw new Error('a path has at least one step');
  return node;
}

type Steps = readonly { readonly steps: readonly string[]; readonly entry: Entry }[];

function build(source: Source, flat: Steps, depth: number): Branch | Scalar {
  const at = flat[0]?.entry.start ?? 0;
  if (depth > maxDepth) failTooDeep(source, at);
  const ended = flat.find(({ steps }) => steps.length === depth);
  const broken = (): never =>
    fail('sops-metadata', placeOf(source, at), 'the sops_ variables contradict each other');
  if (ended !== undefined) return flat.length === 1 ? ended.entry.node : broken();
  const groups = new Map<string, Steps[number][]>();
  for (const each of flat) {
    const step = each.steps[depth] ?? '';
    const group = groups.get(step);
    if (group === undefined) groups.set(step, [each]);
    else group.push(each);
  }
  const names = [...groups.keys()];
  const isList = names.every((name) => /^__list_[0-9]{1,6}$/.test(name));
  if (!isList && names.some((name) => !name.startsWith('__map_'))) broken();
  const ordered = isList ? names.sort((a, b) => Number(a.slice(7)) - Number(b.slice(7))) : names;
  if (isList && ordered.some((name, index) => Number(name.slice(7)) !== index)) broken();
  const items = ordered.map((name): Entry => {
    const group = groups.get(name) ?? [];
    const node = build(source, group, depth + 1);
    const { start, end } = group[0]?.entry ?? { start: at, end: at };
    return { kind: 'entry', key: isList ? undefined : name.slice(6), node, start, end };
  });
  return {
    kind: isList ? 'list' : 'map',
    items,
    span: { start: at, end: at },
    indent: 0,
    flow: false,
  };
}
