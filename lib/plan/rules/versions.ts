/** The major number of a version, of a tag too: `v1.2.3`, `6.7.1-alpine`. */
function majorOf(version: string): number | undefined {
  // A date or a number of a build is no version: those have no dot, or begin with a year.
  const [, major] = /^v?(\d{1,3})\.\d+/.exec(version) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** Whether two versions differ in their major number. */
export function isMajor(before: string, after: string): boolean {
  const [from, to] = [majorOf(before), majorOf(after)];
  return from !== undefined && to !== undefined && from !== to;
}
