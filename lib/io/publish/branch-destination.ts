import { type Destination, originIn } from '../../publish/index.ts';
import type { GitSettings } from './git.ts';
import type { RemoteBranch } from './remote-branch.ts';

/** A branch as somewhere to publish; each publication is one commit. */
export function branchDestination(branch: RemoteBranch, settings: GitSettings): Destination {
  return {
    tip: () => branch.tip(),
    async *origins() {
      for await (const message of branch.messages()) {
        const origin = originIn(message);
        if (origin !== undefined) yield origin;
      }
    },
    async put(tip, { changes, message }) {
      const commit = await branch.commit(tip, changes, message, settings);
      return (await branch.push(commit)) ?? commit;
    },
  };
}
