import { git } from './run.ts';

/** What a person most likely wants the working tree to be compared with. */
export interface DefaultBase {
  /** A full commit id. */
  readonly revision: string;
  /** The same for people. */
  readonly shown: string;
}

/**
 * What is not merged yet, else what is not committed yet, else the last commit: the commit at which the
 * branch left the mainline, or HEAD, or the one before it.
 *
 * @returns undefined where there is only one commit and nothing has changed since, or none at all
 */
export async function defaultBase(root: string): Promise<DefaultBase | undefined> {
  const ask = async (...args: string[]): Promise<string> => {
    const found = await git(root, args);
    return 'output' in found ? found.output.toString('utf8').trim() : '';
  };
  const head = await ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (head === '') return undefined;
  const shown = async (revision: string, why: string): Promise<DefaultBase> => {
    const subject = await ask('log', '-1', '--format=%h %s', revision);
    return { revision, shown: `${subject} (${why})` };
  };
  const mainline = await findMainline(ask);
  const left = mainline === undefined ? '' : await ask('merge-base', mainline, head);
  if (mainline !== undefined && left !== '' && left !== head) {
    return shown(left, `where this branch left ${mainline}`);
  }
  const status = await ask('status', '--porcelain', '--untracked-files=normal');
  if (status !== '') return shown(head, 'the last commit');
  const before = await ask('rev-parse', '--verify', '--quiet', 'HEAD~1^{commit}');
  if (before === '') return undefined;
  return shown(before, 'the commit before the last one, since which nothing has changed');
}

/** What a clone calls the branch that others work from; else one of the usual names. */
async function findMainline(
  ask: (...args: string[]) => Promise<string>,
): Promise<string | undefined> {
  const remote = await ask('rev-parse', '--abbrev-ref', '--verify', '--quiet', 'origin/HEAD');
  for (const name of [remote, 'origin/main', 'origin/master', 'main', 'master']) {
    if (name === '' || name === 'origin/HEAD') continue;
    if ((await ask('rev-parse', '--verify', '--quiet', `${name}^{commit}`)) !== '') return name;
  }
  return undefined;
}
