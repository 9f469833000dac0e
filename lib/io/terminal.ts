import { type Painter, plainPainter } from '../core/index.ts';

function sgr(open: number, close: number): (text: string) => string {
  return (text) => `\u001b[${String(open)}m${text}\u001b[${String(close)}m`;
}

const colours: Painter = {
  red: sgr(31, 39),
  yellow: sgr(33, 39),
  dim: sgr(2, 22),
  bold: sgr(1, 22),
};

/** Colours on a terminal that has them, unless NO_COLOR is set (no-color.org). */
export function painterFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Painter {
  const wanted = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return stream.isTTY === true && wanted ? colours : plainPainter;
}

// eslint-disable-next-line no-control-regex -- what sets colours begins with one
const sgrOrChar = /\u001b\[[0-9;]*m|./gsu;

/**
 * A line that fits a terminal, its end cut where it is longer; whole where nobody reads it on one.
 * Columns are counted by code points.
 */
export function fitLine(
  line: string,
  { isTTY, columns }: { isTTY?: boolean; columns?: number },
): string {
  if (isTTY !== true || columns === undefined || columns < 2) return line;
  const parts = line.match(sgrOrChar) ?? [];
  const isShown = (part: string): boolean => !part.startsWith('\u001b[');
  if (parts.filter(isShown).length <= columns) return line;
  let left = columns - 1;
  const kept = parts.filter((part) => !isShown(part) || left-- > 0);
  const last = kept.findLastIndex(isShown);
  return [...kept.slice(0, last + 1), '…', ...kept.slice(last + 1)].join('');
}
