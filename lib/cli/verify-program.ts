import { DiagnosticError } from '../core/index.ts';
import { openRepository } from '../io/git/index.ts';
import { ProgramRepository } from '../io/publish/index.ts';
import { askForge, remotesOf, searchFiles } from '../io/verify/index.ts';
import type {
  Checkout,
  CommittedFiles,
  Known,
  ProgramEvidence,
  ProtectedBranch,
} from '../verify/index.ts';
import type { RenderedFleet } from './render-fleet.ts';

/** What is known of the program and of the repository around it. */
export async function programEvidence(
  { fleet, synthesis }: RenderedFleet,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<ProgramEvidence> {
  const { branches } = fleet;
  const published = branches && Object.keys(branches);
  return { synthesis, branches, checkout: await checkoutAt(cwd, published, env) };
}

async function checkoutAt(
  cwd: string,
  published: readonly string[] | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Known<Checkout>> {
  const repository = new ProgramRepository(cwd, env);
  const revision = await orMissing(() => repository.revision());
  const uncommitted = await orMissing(() => repository.uncommitted());
  if ('missing' in revision) return revision;
  if ('missing' in uncommitted) return uncommitted;
  const branch = await orMissing(() => repository.branch());
  const named = published ?? ('value' in branch ? [branch.value] : []);
  const value = {
    revision: revision.value,
    uncommitted: uncommitted.value,
    branch,
    files: await filesOf(cwd, revision.value),
    branches: await rulesOf(cwd, named, env),
  };
  return { value };
}

async function filesOf(cwd: string, revision: string): Promise<Known<CommittedFiles>> {
  const opened = await openRepository(cwd);
  if (opened === undefined) return { missing: 'it is in no repository' };
  const tree = await opened.tree(revision, '');
  const found = await searchFiles(opened.root, revision, 'the program', tree);
  return 'problem' in found ? { missing: found.problem } : { value: found };
}

async function rulesOf(
  cwd: string,
  branches: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly ProtectedBranch[]> {
  const [url] = await remotesOf(cwd);
  return Promise.all(
    branches.map(async (branch) => ({
      branch,
      rules:
        url === undefined
          ? { missing: 'its repository is at no forge' }
          : await askForge(url, branch, env),
    })),
  );
}

/** What an action gives, or what it says instead. */
export async function orMissing<T>(action: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await action() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    return { missing: first?.message.replace(/^--repo: /, '') ?? 'it is not known why' };
  }
}
