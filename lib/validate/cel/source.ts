/** Strings and comments of CEL, whose text is no code. */
const quoted =
  /[bB]?[rR][bB]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*')|[bB]?(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\/[^\n]*/g;

/** Changes the code of an expression and leaves its strings as they are. */
export function inCode(expression: string, change: (code: string) => string): string {
  let changed = '';
  let from = 0;
  for (const match of expression.matchAll(quoted)) {
    changed += change(expression.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return changed + change(expression.slice(from));
}

/** Whether the code of an expression, without its strings, has something in it. */
export function hasCode(expression: string, pattern: RegExp): boolean {
  return pattern.test(expression.replace(quoted, '""'));
}
