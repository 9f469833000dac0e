/**
 * Splits a command into its words as sops does for $EDITOR and SOPS_AGE_KEY_CMD
 * (github.com/google/shlex): quotes, backslashes and comments as in a shell, and nothing else of
 * one. No variable, pattern or substitution is expanded.
 *
 * @returns undefined where a quote or a backslash has no end
 */
export function shellWords(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = command.replace(/^[ \t\r\n]+/, '');
  while (rest !== '') {
    const taken = rest.startsWith('#') ? /^#[^\n]*/.exec(rest) : word.exec(rest);
    if (taken === null) return undefined;
    const [whole] = taken;
    if (!whole.startsWith('#')) words.push(unquoted(whole));
    const after = rest.slice(whole.length);
    rest = after.replace(/^[ \t\r\n]+/, '');
    // What is no word and no blank is a quote or a backslash without an end.
    if (rest !== '' && rest === after && !whole.startsWith('#')) return undefined;
  }
  return words;
}

/** Plain characters, `\x`, `'…'` and `"…"` without a blank between them. */
const word = /^(?:[^ \t\r\n"'\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+/;

function unquoted(text: string): string {
  return text.replace(
    /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\([^])/g, '$1') ?? escaped ?? '',
  );
}
