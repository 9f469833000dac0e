import { DiagnosticError, errorAt } from '../core/index.ts';
import {
  addressOf,
  artifactAddress,
  ArtifactDestination,
  branchDestination,
  cosignWith,
  isOciUrl,
  type ProgramRepository,
  registryCredentials,
  RemoteBranch,
} from '../io/publish/index.ts';
import { Registry, Web } from '../io/registry/index.ts';
import type { Destination } from '../publish/index.ts';

/** Where to publish, as the command line says it. */
export interface TargetFlags {
  readonly repo: string;
  readonly branch?: string;
  readonly cosignKey?: string;
}

/** Where to publish, and how people call it. */
export interface Target {
  readonly destination: Destination;
  readonly name: string;
  readonly isArtifact: boolean;
}

/** @throws DiagnosticError for what is wrong with the flags, before anything is done */
export function checkTarget({ repo, branch, cosignKey }: TargetFlags, cwd: string): void {
  if (isOciUrl(repo)) {
    artifactAddress(repo, branch ?? 'main');
    if (branch !== undefined)
      throw usage('--branch is for Git; name a tag with --repo oci://…:TAG');
    return;
  }
  if (cosignKey !== undefined)
    throw usage('--cosign-key is for artifacts; Git signs commits itself');
  if (branch === undefined) throw usage('--branch is needed: the branch that the clusters read');
  addressOf(repo, cwd, process.env);
}

/** @param folder an empty one, which the caller removes */
export async function targetOf(
  { repo, branch = '', cosignKey }: TargetFlags,
  program: ProgramRepository,
  programBranch: string,
  folder: string,
): Promise<Target> {
  const { env } = process;
  if (!isOciUrl(repo)) {
    const address = addressOf(repo, process.cwd(), env);
    const remote = new RemoteBranch(address, branch, folder, env);
    await remote.open();
    const destination = branchDestination(remote, await program.commitSettings());
    return { destination, name: branch, isArtifact: false };
  }
  const address = artifactAddress(repo, programBranch);
  const registry = new Registry(new Web(), registryCredentials(env));
  const facts = { created: await program.committed(), source: await program.url() };
  const sign = cosignKey === undefined ? undefined : cosignWith(cosignKey, folder, env);
  const destination = new ArtifactDestination({ registry, address, facts, sign });
  const { repository, tag } = address;
  const name = `${repository.host}/${repository.name}:${tag}`;
  return { destination, name, isArtifact: true };
}

function usage(message: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, message)]);
}
