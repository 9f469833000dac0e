/**
 * The two kinds of patterns of source-watcher: those of Go's io/fs.Glob choose what is copied, so
 * that `**` is one level like `*`; those of github.com/bmatcuk/doublestar/v4 v4.10.0, where `**`
 * is any number of levels, say what is left out.
 */
import { matchesName } from '../../flux/index.ts';
import { kindOf, type Tree } from '../tree.ts';

const special = /[*?[\\]/;

/** The paths of a tree that match, in the order in which they are copied (Go's io/fs.Glob). */
export function glob(tree: Tree, pattern: string): string[] {
  if (!special.test(pattern)) {
    return isPath(pattern) && kindOf(tree, pattern) !== undefined ? [pattern] : [];
  }
  const slash = pattern.lastIndexOf('/');
  const folders = slash < 0 ? [''] : glob(tree, pattern.slice(0, slash));
  const last = pattern.slice(slash + 1);
  return folders.flatMap((folder) =>
    [...(tree.list(folder)?.keys() ?? [])]
      .filter((name) => matchesName(last, name))
      .map((name) => (folder === '' ? name : `${folder}/${name}`)),
  );
}

/** What io/fs takes for a path: no empty names, and none that leads elsewhere. */
function isPath(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}

/** Where the alternatives of the first group begin and end, without the braces. */
function firstGroup(pattern: string): { start: number; ends: number[] } | undefined {
  let start = -1;
  let depth = 0;
  let inClass = false;
  const ends: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at];
    if (sign === '\\') at++;
    else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '{' && depth++ === 0) start = at + 1;
    else if (sign === ',' && depth === 1) ends.push(at);
    else if (sign === '}' && depth > 0 && --depth === 0) return { start, ends: [...ends, at] };
  }
  return undefined;
}

function alternatives(pattern: string): string[] {
  const group = firstGroup(pattern);
  if (group === undefined) return [pattern];
  const { start, ends } = group;
  const head = pattern.slice(0, start - 1);
  const tail = pattern.slice((ends.at(-1) ?? 0) + 1);
  return ends.flatMap((end, index) => {
    const from = index === 0 ? start : (ends[index - 1] ?? 0) + 1;
    return alternatives(head + pattern.slice(from, end) + tail);
  });
}

function matchesNames(patterns: readonly string[], names: readonly string[]): boolean {
  const [pattern, ...others] = patterns;
  // `a/**` matches `a` itself; doublestar knows this of one `**` only.
  if (names.length === 0) return others.length === 0 && [undefined, '**'].includes(pattern);
  if (pattern === undefined) return false;
  if (pattern === '**') {
    return others.length === 0 || names.some((_, at) => matchesNames(others, names.slice(at)));
  }
  const [name = '', ...rest] = names;
  return matchesName(pattern, name) && matchesNames(others, rest);
}

/** Whether a path matches a pattern with `**`, classes, and `{a,b}`. */
export function matchesPath(pattern: string, path: string): boolean {
  return alternatives(pattern).some((each) =>
    matchesNames(each.replaceAll('[!', '[^').split('/'), path.split('/')),
  );
}
