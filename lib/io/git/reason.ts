import type { Failure } from '../process/index.ts';

/** The last thing that Git said, without its `fatal: `; it can name the address, not its token. */
export function reasonOf({ errors, problem, isMissing }: Failure): string {
  if (isMissing) return 'git is not installed';
  const [, refusal] = /^ ! \[.*\((.+)\)$/m.exec(errors) ?? [];
  if (refusal !== undefined) return refusal;
  const lines = errors.trim().split('\n');
  const at = lines.findIndex((line) => /^(?:fatal|error|remote|ERROR):/.test(line));
  // Why ssh did not connect, it says itself, just before.
  const isOfSsh = at > 0 && lines[at]?.includes('Could not read from remote') === true;
  const said = isOfSsh ? lines[at - 1] : lines.at(at);
  return said === undefined || said === '' ? `git ${problem}` : said.replace(/^\w+: /, '').trim();
}
