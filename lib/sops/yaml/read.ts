import { Composer, type CST, Lexer, Parser } from 'yaml';
import { entryRemoval } from '../brackets.ts';
import { checkDocuments, checkSize, failTooDeep, maxDepth } from '../limits.ts';
import { fail } from '../result.ts';
import { linesOf } from '../edits.ts';
import { placeOf, type Source, type Span } from '../source.ts';
import type { Block, Branch, Document, Entry } from '../tree.ts';
import { placeComments, readComments } from './comments.ts';
import { NodeReader } from './nodes.ts';

type Token = CST.Token;

// What go.yaml.in/yaml v3 refuses to read (readerc.go: yaml_parser_update_buffer), and byte order
// marks, which the `yaml` package does not always pass over.
const unreadable =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\ufeff|\p{Surrogate}/u;

/** Reads YAML as sops does, and remembers where in the text each part stands. */
export function readYaml(source: Source): Document {
  const { text } = source;
  const roots = readRoots(source, new NodeReader(source));
  const blocks: Block[] = [];
  const comments = readComments(source);
  let next = 0;
  const branches = roots.map(({ branch, end }) => {
    // What stands before a document's first key belongs to it too.
    const first = next;
    while ((comments[next]?.start ?? Infinity) < end) next += 1;
    const taken = takeBlock(branch, text);
    if (taken !== undefined) blocks.push(taken.block);
    const own = comments.slice(first, next);
    const outside = own.filter(({ start: at }) => taken === undefined || !holds(taken.entry, at));
    placeComments(branch, outside, source);
    return branch;
  });
  return { source, branches, blocks };
}

/** The map in the first document of a YAML text that sops reads as its own, so with aliases. */
export function readYamlMap(source: Source): Branch | undefined {
  return readRoots(source, new NodeReader(source, true))[0]?.branch;
}

/** A document, and where the next one begins. */
interface Root {
  readonly branch: Branch;
  readonly end: number;
}

function readRoots(source: Source, reader: NodeReader): Root[] {
  checkSize(source, 'yaml');
  const { text } = source;
  const unreadableAt = unreadable.exec(text)?.index;
  if (unreadableAt !== undefined) {
    const isMark = text[unreadableAt] === '\ufeff';
    const what = isMark
      ? 'the file has a byte order mark (BOM)'
      : 'YAML cannot hold this character';
    const more = isMark ? { hint: 'Save it as UTF-8 without one.' } : {};
    fail('sops-syntax', placeOf(source, unreadableAt), what, more);
  }
  const tokens = readTokens(source);
  checkDocuments(source, tokens.filter(({ type }) => type === 'document').length);
  const roots = tokens
    .map((token, index) => ({ token, end: endOf(tokens, index, text) }))
    .flatMap(({ token, end }) =>
      token.type === 'document' ? [{ branch: reader.document(token, end), end }] : [],
    );
  refuseErrors(source, tokens);
  return roots;
}

/** The parser of the `yaml` package leaves nested levels one in another, and would run out of stack. */
function readTokens(source: Source): Token[] {
  const parser = new Parser();
  const tokens: Token[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > 2 * maxDepth) failTooDeep(source, parser.offset);
  }
  tokens.push(...parser.end());
  return tokens;
}

function holds(span: Span, at: number): boolean {
  return span.start <= at && at < span.end;
}

function endOf(tokens: readonly Token[], index: number, text: string): number {
  const next = tokens[index + 1];
  if (next === undefined) return text.length;
  if (next.type !== 'document') return next.offset;
  return next.start.find((token) => token.type === 'doc-start')?.offset ?? next.offset;
}

/** What the parser of the `yaml` package found. Its messages can quote values, so they stay. */
function refuseErrors(source: Source, tokens: readonly Token[]): void {
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens, true, source.text.length)) {
    const [error] = document.errors;
    if (error !== undefined) {
      const what = error.code.toLowerCase().replaceAll('_', ' ');
      fail('sops-syntax', placeOf(source, error.pos[0]), `the YAML cannot be read: ${what}`);
    }
  }
}

function takeBlock(root: Branch, text: string): { block: Block; entry: Entry } | undefined {
  const index = root.items.findIndex((item) => item.kind === 'entry' && item.key === 'sops');
  const entry = root.items[index];
  if (entry?.kind !== 'entry') return undefined;
  const branch: Branch =
    entry.node.kind === 'scalar'
      ? { kind: 'list', items: [], span: entry, indent: 0, flow: true }
      : entry.node;
  const spans = [root.flow ? entryRemoval(root, index, text) : linesOf(entry, text)];
  root.items.splice(index, 1);
  return { block: { branch, spans }, entry };
}
