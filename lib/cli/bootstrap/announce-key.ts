import { type Sync } from '../../bootstrap/index.ts';
import { type Forge, registerDeployKey } from '../../io/bootstrap/index.ts';
import type { FileTree } from '../../core/index.ts';
import { addressOfSource, type Credentials } from './credentials.ts';

interface Announced {
  readonly name: string;
  readonly sync: Sync;
  readonly synthesis: { readonly tree: FileTree };
}

/**
 * Has the forge know the public half of the deploy key, or the person. Only once the cluster has the
 * private one: a run that is ended in between leaves no key that nobody has.
 */
export async function announceKey(
  { publicKey }: Credentials,
  { name, sync, synthesis }: Announced,
  forge: Forge | undefined,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (publicKey === undefined) return;
  const writes = pushesImages(synthesis.tree, name);
  const rights = writes ? 'with the right to write, for image automation' : 'read-only';
  if (forge === undefined) {
    console.log(`The deploy key of ${sync.url}, ${rights}:\n  ${publicKey} sluice-${name}`);
    return;
  }
  const { host, repository } = addressOfSource(sync);
  const key = { host, repository, title: `sluice-${name}`, publicKey, writes };
  const isNew = await registerDeployKey(forge, key, env);
  console.log(`${host} ${isNew ? 'has' : 'had'} the deploy key sluice-${name}, ${rights}`);
}

/** Whether image automation of the cluster commits to what the cluster follows. */
function pushesImages(tree: FileTree, cluster: string): boolean {
  const folder = `clusters/${cluster}/flux/`;
  return [...tree].some(
    ([file, text]) =>
      file.startsWith(`${folder}imageupdateautomation.`) &&
      /^ {2}sourceRef:\n(?: {4}.*\n)*? {4}name: flux-system$/m.test(text),
  );
}
