import { CST } from 'yaml';
import { type Plain, str } from '../plain.ts';
import { fail } from '../result.ts';
import { placeOf, type Source } from '../source.ts';
import type { Scalar } from '../tree.ts';
import { resolvePlain } from './resolve.ts';

type ScalarToken = CST.FlowScalar | CST.BlockScalar;

/** Where a value stands. */
export interface ScalarPlace {
  readonly indent: number;
  readonly flow: boolean;
}

/** The null of a key or an item without a value. */
export function missing(
  source: Source,
  at: number,
  tag: CST.SourceToken | undefined,
  { indent, flow }: ScalarPlace,
): Scalar {
  if (tag !== undefined) fail('sops-syntax', placeOf(source, tag.offset), 'a tag before no value');
  const span = { start: at, end: at };
  return { kind: 'scalar', plain: undefined, span, lead: ' ', indent, flow };
}

/** A single value. */
export function readScalar(
  source: Source,
  token: ScalarToken,
  tag: CST.SourceToken | undefined,
  { indent, flow }: ScalarPlace,
): Scalar {
  // go.yaml.in/yaml v3 writes the text << as !!merge <<.
  const isText = tag !== undefined && ['!!str', '!!merge'].includes(tag.source);
  if (tag !== undefined && !isText) {
    fail('sops-syntax', placeOf(source, tag.offset), 'sops would lose the tag of a value');
  }
  const text = scalarText(source, token);
  const common = { kind: 'scalar', lead: '', indent, flow } as const;
  if (token.type === 'block-scalar') {
    return { ...common, plain: str(text), ...blockSpans(source, token, tag) };
  }
  const end = token.offset + token.source.length;
  const span = { start: tag?.offset ?? token.offset, end };
  const plain = isText || token.type !== 'scalar' ? str(text) : plainOf(source, token, text);
  return { ...common, plain, span };
}

/** The text of a scalar, without quotes, escapes and indentation. */
export function scalarText(source: Source, token: ScalarToken): string {
  const { value } = CST.resolveAsScalar(token, true, (offset) =>
    fail('sops-syntax', placeOf(source, offset), 'the YAML of a value cannot be read'),
  );
  return value;
}

/** Whether an unquoted key is text and nothing else to go.yaml.in/yaml. */
export function isTextKey(text: string): boolean {
  return resolvePlain(text)?.type === 'str';
}

/** How a token stands in the text. */
export function sourceOf(token: CST.Token): string {
  return 'source' in token ? token.source : '';
}

function plainOf(source: Source, { offset }: CST.FlowScalar, text: string): Plain | undefined {
  const plain = resolvePlain(text);
  if (plain !== undefined) return plain ?? undefined;
  return fail('sops-value', placeOf(source, offset), 'sops cannot hold so large an integer', {
    hint: 'Quote it, so that it is text.',
  });
}

function blockSpans(
  source: Source,
  token: CST.BlockScalar,
  tag: CST.SourceToken | undefined,
): Pick<Scalar, 'span' | 'body'> {
  const header = token.props.find((each) => each.type === 'block-scalar-header');
  const last = token.props.at(-1);
  if (header?.type !== 'block-scalar-header' || last === undefined) {
    return fail('sops-syntax', placeOf(source, token.offset), 'the YAML cannot be read here');
  }
  const start = last.offset + sourceOf(last).length;
  return {
    span: { start: tag?.offset ?? header.offset, end: header.offset + header.source.length },
    body: { start, end: start + token.source.length },
  };
}
