/**
 * The text of files by their path: relative to the tree's root, with `/` between the parts.
 * The order of the entries has no meaning.
 */
export type FileTree = ReadonlyMap<string, string>;

/**
 * Whether a path stays below the root that it is relative to, in its normal form:
 * no empty, `.` or `..` part, no leading or trailing `/`, no backslash, no NUL.
 */
export function isInside(path: string): boolean {
  if (/[\\\0]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
