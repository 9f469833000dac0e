/**
 * A program's source with another tag in a call of `Image.of`; undefined where the call has no plain
 * text for its tag, or not the one that is expected, so that only a person knows what to change.
 *
 * @param line the line of the call, from 1
 */
export function withPulledTag(
  source: string,
  line: number,
  { from, to }: { readonly from: string; readonly to: string },
): string | undefined {
  const lines = source.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  const call = source.indexOf('Image.of(', start);
  const lineEnd = source.indexOf('\n', start);
  if (call < 0 || (lineEnd >= 0 && call > lineEnd)) return undefined;
  const end = endOfCall(source, call + 'Image.of'.length);
  if (end === undefined) return undefined;
  const text = source.slice(call, end);
  const tags = [...text.matchAll(/\btag:\s*(['"`])([^'"`\n]*)\1/g)];
  const [only, ...others] = tags;
  if (only?.[2] !== from || others.length > 0) return undefined;
  const at = call + only.index + only[0].length - 1 - from.length;
  return source.slice(0, at) + to + source.slice(at + from.length);
}

/** The end of the parentheses that open at an index; quoted text is passed over. */
function endOfCall(source: string, open: number): number | undefined {
  const token = /(['"`])(?:\\.|(?!\1)[^\\])*\1|[()]/gs;
  token.lastIndex = open;
  let depth = 0;
  for (let found = token.exec(source); found; found = token.exec(source)) {
    if (found[0] === '(') depth += 1;
    if (found[0] === ')') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}
