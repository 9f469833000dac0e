import { CST } from 'yaml';
import { failTooDeep, maxDepth } from '../limits.ts';
import { fail } from '../result.ts';
import { columnOf, placeOf, type Source } from '../source.ts';
import type { Branch, Entry, Scalar } from '../tree.ts';
import {
  isTextKey,
  missing,
  readScalar,
  type ScalarPlace,
  scalarText,
  sourceOf,
} from './scalars.ts';

type Token = CST.Token;
type Props = readonly CST.SourceToken[];
type Node = Branch | Scalar;

interface Place extends ScalarPlace {
  readonly depth: number;
}

/** Reads the nodes of a YAML text from the tokens that the parser of the `yaml` package made of it. */
export class NodeReader {
  readonly #source: Source;
  readonly #anchors: Map<string, Node> | undefined;

  /** @param aliases whether an alias gives the very node of its anchor; by default it is refused */
  constructor(source: Source, aliases = false) {
    this.#source = source;
    this.#anchors = aliases ? new Map() : undefined;
  }

  document(token: CST.Document, end: number): Branch {
    const open = token.start.find((each) => each.type === 'doc-start');
    const start = open === undefined ? token.offset : open.offset + open.source.length;
    const span = { start, end };
    const place = { depth: 0, indent: 0, flow: false };
    const node = this.#node(token.value, token.start, start, place);
    if (node.kind === 'map') return { ...node, span: node.flow ? node.span : span };
    if (node.kind === 'scalar' && node.plain === undefined && node.span.start === node.span.end) {
      return { kind: 'map', items: [], span, indent: 0, flow: false };
    }
    return this.#fail(token.offset, 'a SOPS document is a map of keys and values');
  }

  #fail(offset: number, message: string): never {
    return fail('sops-syntax', placeOf(this.#source, offset), message);
  }

  #node(token: Token | null | undefined, props: Props, after: number, place: Place): Node {
    const node = this.#bare(token, props, after, place);
    const anchor = props.find((each) => each.type === 'anchor');
    if (anchor !== undefined) this.#anchors?.set(anchor.source.slice(1), node);
    return node;
  }

  #bare(token: Token | null | undefined, props: Props, after: number, place: Place): Node {
    if (place.depth > maxDepth) failTooDeep(this.#source, after);
    const tag = props.find((each) => each.type === 'tag');
    if (token === null || token === undefined) return missing(this.#source, after, tag, place);
    switch (token.type) {
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'block-scalar':
        return readScalar(this.#source, token, tag, place);
      case 'block-map':
      case 'block-seq':
      case 'flow-collection':
        if (tag !== undefined) this.#fail(tag.offset, 'sops would lose the tag of a map or list');
        if (token.type === 'block-map') return this.#map(token, place);
        return token.type === 'block-seq' ? this.#list(token, place) : this.#flow(token, place);
      case 'alias':
        return this.#alias(token);
      default:
        return this.#fail(token.offset, 'the YAML cannot be read here');
    }
  }

  #alias({ offset, source }: CST.FlowScalar): Node {
    if (this.#anchors === undefined) {
      const why =
        'an alias stands for a value given elsewhere, and sops would write it out each time';
      return this.#fail(offset, why);
    }
    return this.#anchors.get(source.slice(1)) ?? this.#fail(offset, 'an alias without its anchor');
  }

  #map(token: CST.BlockMap, place: Place): Branch {
    const indent = columnOf(this.#source, token.offset);
    const items: Entry[] = [];
    const keys = new Set<string>();
    for (const item of token.items) {
      if (item.key === undefined) continue;
      items.push(this.#pair(item, keys, { depth: place.depth + 1, indent, flow: false }));
    }
    const span = { start: token.offset, end: items.at(-1)?.end ?? token.offset };
    return { kind: 'map', items, span, indent, flow: false };
  }

  #list(token: CST.BlockSequence, place: Place): Branch {
    const indent = columnOf(this.#source, token.offset);
    const inner = { depth: place.depth + 1, indent, flow: false };
    const items = token.items.flatMap((item): Entry[] => {
      const dash = item.start.find((each) => each.type === 'seq-item-ind');
      if (dash === undefined) return [];
      const node = this.#node(item.value, item.start, dash.offset + 1, inner);
      return [{ kind: 'entry', key: undefined, node, start: dash.offset, end: endOfNode(node) }];
    });
    const span = { start: token.offset, end: items.at(-1)?.end ?? token.offset };
    return { kind: 'list', items, span, indent, flow: false };
  }

  #flow(token: CST.FlowCollection, place: Place): Branch {
    const kind = token.start.type === 'flow-map-start' ? 'map' : 'list';
    const close = token.end.find((each) => /^flow-(?:map|seq)-end$/.test(each.type));
    const end = close === undefined ? token.start.offset + 1 : close.offset + 1;
    const { indent } = place;
    const inner = { depth: place.depth + 1, indent, flow: true };
    const keys = new Set<string>();
    const items = token.items.flatMap((item): Entry[] => {
      const isPair =
        item.sep?.some((each) => each.type === 'map-value-ind') === true ||
        item.start.some((each) => each.type === 'explicit-key-ind');
      if (kind === 'map' || isPair) {
        if (!isPair && item.key === undefined) return [];
        const pair = this.#pair(item, kind === 'map' ? keys : new Set(), inner);
        if (kind === 'map') return [pair];
        const node: Branch = { kind: 'map', items: [pair], span: pair, indent, flow: true };
        return [{ kind: 'entry', key: undefined, node, start: pair.start, end: pair.end }];
      }
      const value = item.value ?? item.key;
      if (value === undefined || value === null) return [];
      const node = this.#node(value, item.start, value.offset, inner);
      return [
        { kind: 'entry', key: undefined, node, start: startOf(item, value), end: endOfNode(node) },
      ];
    });
    return { kind, items, span: { start: token.start.offset, end }, indent, flow: true };
  }

  #pair(item: CST.CollectionItem, keys: Set<string>, place: Place): Entry {
    const { key: token, sep = [], value } = item;
    const colon = sep.find((each) => each.type === 'map-value-ind');
    const start = token?.offset ?? item.start.at(0)?.offset ?? colon?.offset ?? 0;
    const question = item.start.find((each) => each.type === 'explicit-key-ind');
    const key = this.#key(token, item.start, start);
    if (keys.has(key)) {
      this.#fail(start, 'a key is given twice in one map');
    }
    keys.add(key);
    const keyEnd =
      token === null || token === undefined ? start : token.offset + sourceOf(token).length;
    const after = colon === undefined ? keyEnd : colon.offset + 1;
    const node = this.#node(value, sep, after, place);
    const end = Math.max(endOfNode(node), after);
    return { kind: 'entry', key, node, start: question?.offset ?? start, end };
  }

  #key(token: Token | null | undefined, props: Props, at: number): string {
    if (props.some((each) => each.type === 'tag'))
      this.#fail(at, 'sops would lose the tag of a key');
    if (token !== null && token !== undefined && CST.isScalar(token)) {
      const text = scalarText(this.#source, token);
      if (token.type !== 'scalar') return text;
      if (text === '<<' && this.#anchors === undefined) {
        this.#fail(at, 'sops would write out what a merge key << brings in');
      }
      if (isTextKey(text)) return text;
    }
    return this.#fail(at, 'a key must be text: quote it');
  }
}

function endOfNode(node: Node): number {
  return node.kind === 'scalar' ? (node.body ?? node.span).end : node.span.end;
}

function startOf(item: CST.CollectionItem, value: Token): number {
  return (
    item.start.find((each) => each.type === 'anchor' || each.type === 'tag')?.offset ?? value.offset
  );
}
