import { tmpdir } from 'node:os';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { inTemporaryFolder } from '../../io/process/index.ts';
import { ProgramRepository } from '../../io/publish/index.ts';
import { type TargetFlags, targetOf } from '../publish-target.ts';
import { runPublish } from '../run-publish.ts';

/** The most files that a first publication may remove: it has nothing to remove. */
const maxDeletions = 0;

/** A cluster, and where its Flux reads it. */
export interface Unpublished {
  readonly name: string;
  readonly publication: TargetFlags;
  readonly isSigned: boolean;
}

/**
 * Publishes a cluster where its source does not have it yet: Flux would find nothing to apply.
 *
 * @returns whether it is there then; why not has been said
 */
export async function publishMissing({
  name,
  publication,
  isSigned,
}: Unpublished): Promise<boolean> {
  const isThere = await inTemporaryFolder(tmpdir(), 'sluice-bootstrap-', async (folder) => {
    const program = new ProgramRepository(process.cwd(), process.env);
    const { destination } = await targetOf(publication, program, '', folder);
    const { tree } = await destination.tip();
    return tree.list(`clusters/${name}/flux-system`) !== undefined;
  });
  if (isThere) return true;
  if (isSigned) throw mustBeSigned(name, publication.repo);
  await runPublish({ ...publication, cluster: [name], maxDeletions, validate: true });
  return process.exitCode !== 1;
}

function mustBeSigned(cluster: string, repo: string): DiagnosticError {
  const message = `${repo} does not have the cluster ${cluster}, and its Flux takes nothing unsigned`;
  const hint = `Publish it first: sluice publish --repo ${repo} --cosign-key KEY`;
  return new DiagnosticError([errorAt('publish-failed', {}, message, { hint })]);
}
