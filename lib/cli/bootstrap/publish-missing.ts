import { tmpdir } from 'node:os';
import { inTemporaryFolder } from '../../io/process/index.ts';
import { addressOf, RemoteBranch } from '../../io/publish/index.ts';
import { runPublish } from '../run-publish.ts';

/** The most files that a first publication may remove: it has nothing to remove. */
const maxDeletions = 0;

/** Publishes a cluster where its branch does not have it yet: Flux would find nothing to apply. */
export async function publishMissing(cluster: string, repo: string, branch: string): Promise<void> {
  if (/^oci:/.test(repo)) return;
  const address = addressOf(repo, process.cwd(), process.env);
  const isThere = await inTemporaryFolder(tmpdir(), 'sluice-bootstrap-', async (folder) => {
    const remote = new RemoteBranch(address, branch, folder, process.env);
    await remote.open();
    const { tree } = await remote.tip();
    return tree.list(`clusters/${cluster}/flux-system`) !== undefined;
  });
  if (!isThere)
    await runPublish({ repo, branch, cluster: [cluster], maxDeletions, validate: true });
}
