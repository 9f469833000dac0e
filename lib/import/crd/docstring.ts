import type { Schema } from './schema.ts';

const lineWidth = 100;

/** A docstring of the given lines, indented by `indent`; nothing when there are no lines. */
export function docstring(lines: readonly string[], indent = ''): string {
  const width = lineWidth - indent.length - ' * '.length;
  const wrapped = lines.flatMap((line) => wrap(escape(line.trimEnd()), width));
  if (wrapped.length === 0) return '';
  const [only] = wrapped;
  if (wrapped.length === 1 && only !== undefined && only.length <= width - '* */'.length) {
    return `${indent}/** ${only} */\n`;
  }
  const body = wrapped.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}

/** What a schema says to people: its description, then its constraints, one a line. */
export function documentation(schema: Schema): string[] {
  const description = schema.description?.trimEnd().split('\n') ?? [];
  const notes = constraints(schema);
  return [...description, ...(description.length > 0 && notes.length > 0 ? [''] : []), ...notes];
}

function constraints(schema: Schema): string[] {
  const rules = (schema['x-kubernetes-validations'] ?? []).flatMap((rule) => rule.message ?? []);
  const notes = [
    schema.default === undefined ? undefined : `Default: \`${JSON.stringify(schema.default)}\`.`,
    schema.format === undefined ? undefined : `Format: ${schema.format}.`,
    schema.pattern === undefined ? undefined : `Pattern: \`${schema.pattern}\`.`,
    range('Value', schema.minimum, schema.maximum),
    range('Length', schema.minLength, schema.maxLength),
    range('Items', schema.minItems, schema.maxItems),
    ...new Set(rules.map((rule) => `Rule: ${rule.trim().replace(/\.$/, '')}.`)),
  ];
  return notes.filter((note) => note !== undefined);
}

function range(what: string, from: number | undefined, to: number | undefined): string | undefined {
  if (from !== undefined && to !== undefined) return `${what}: ${from} to ${to}.`;
  if (from !== undefined) return `${what}: at least ${from}.`;
  return to === undefined ? undefined : `${what}: at most ${to}.`;
}

/** Nothing in a comment may end it. */
function escape(line: string): string {
  return line.replaceAll('*/', '*\\/');
}

/** Breaks a line at spaces; a word that is too long stays whole. Keeps the line's indentation. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(/ +/)) {
    const longer = current === '' ? indent + word : `${current} ${word}`;
    if (current !== '' && longer.length > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
