import { refuse } from './output.ts';

const start = /[ \t]*(?:export[ \t]+)?([A-Za-z_][-.\w]*)[ \t]*=[ \t]*/y;
const blankOrComment = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
/** A value in quotes, and what follows on the line of the last one. */
const quoted = /(["'`])([^]*?)\1([^\n]*)(?:\n|$)/y;
const unquoted = /([^\n]*)(?:\n|$)/y;

/**
 * The variables of a .env file. The tools that read such files differ: what two of them could read
 * differently, and what none would read, is refused by its line, and not shown.
 */
export function variablesOf(text: string, file: string): Readonly<Record<string, string>> {
  const source = text.replaceAll('\r\n', '\n');
  const variables = new Map<string, string>();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    at += match?.[0].length ?? 0;
    return match;
  };
  while (at < source.length) {
    const begin = at;
    const fail = (message: string, hint: string): never => {
      const line = source.slice(0, begin).split('\n').length;
      return refuse('sops-syntax', { file, line }, message, hint);
    };
    if (take(blankOrComment) !== null) continue;
    const [, name] = take(start) ?? [];
    if (name === undefined) {
      const hint = 'A value of several lines stands in quotes.';
      return fail('the file must hold lines of NAME=value', hint);
    }
    if (variables.has(name)) fail(`the variable ${name} is given twice`, 'Remove one of them.');
    variables.set(name, valueAt(source, at, take, fail));
  }
  if (variables.size === 0) refuse('sops-syntax', { file }, 'the file holds no NAME=value');
  return Object.fromEntries(variables);
}

type Fail = (message: string, hint: string) => never;

function valueAt(
  source: string,
  at: number,
  take: (pattern: RegExp) => RegExpExecArray | null,
  fail: Fail,
): string {
  const isQuoted = /["'`]/.test(source[at] ?? '');
  const match = take(isQuoted ? quoted : unquoted);
  if (match === null) return fail('a quote has no end', 'Put the value into other quotes.');
  if (!isQuoted) {
    const value = (match[1] ?? '').trim();
    if (!value.includes('#')) return value;
    return fail('# begins a comment, or is part of the value', 'Put the value into quotes.');
  }
  const [, quote, value = '', rest = ''] = match;
  if (value.endsWith('\\')) {
    fail('a backslash stands before a quote', 'Put the value into quotes that it does not hold.');
  }
  if (!/^[ \t]*$|^[ \t]+#/.test(rest)) {
    fail('something follows the closing quote', 'Put the whole value into quotes.');
  }
  if (quote !== '"') return value;
  if (/\\[^n]/.test(value)) {
    fail('a backslash in double quotes is more than \\n', 'Put the value into single quotes.');
  }
  return value.replaceAll('\\n', '\n');
}
