import { type Diagnostic, errorAt } from '../core/index.ts';
import { formatObject } from '../kubernetes/index.ts';
import {
  type ClusterState,
  joinPath,
  type ReconciledKustomization,
  type Tree,
} from '../reconcile/index.ts';
import { formatOf, type Identity, verify } from '../sops/index.ts';
import { hasFile } from './plan-trees.ts';

interface SealedFile {
  readonly file: string;
  readonly object: string;
}

/**
 * Checks the MACs of the SOPS files that a key at hand opens. Flux does not look at them and applies
 * what it can decrypt, so whoever can change a file can take values out or put others in.
 */
export async function checkMacs(
  { kustomizations }: ClusterState,
  tree: Tree,
  identities: readonly Identity[],
): Promise<readonly Diagnostic[]> {
  const own = kustomizations.find(({ parent }) => parent === undefined)?.source;
  const files = new Map<string, SealedFile>();
  const unchecked: string[] = [];
  for (const each of kustomizations) {
    for (const { id, file: named, sealed } of each.objects) {
      if (sealed?.opened !== true) continue;
      const object = formatObject(id);
      const file = each.source === own ? (named ?? fileOf(tree, each, macOf(sealed))) : undefined;
      if (file !== undefined && hasFile(tree, file)) files.set(file, { file, object });
      else unchecked.push(object);
    }
  }
  const found: Diagnostic[] = [];
  for (const { file, object } of files.values()) {
    const source = { text: new TextDecoder().decode(tree.read(file)), file };
    const format = formatOf(file);
    if (format === 'ini') continue;
    const { mac, diagnostics } = await verify(source, format, { identities });
    if (mac !== 'wrong') continue;
    const wrong = diagnostics.filter(({ code }) => code === 'sops-tampered');
    found.push(...wrong.map((each) => ({ ...each, location: { ...each.location, object } })));
  }
  if (unchecked.length === 0) return found;
  const message = `the MACs of ${unchecked.length} objects are not checked: no file of the tree holds them`;
  const at = { object: unchecked[0] ?? '' };
  return [...found, { ...errorAt('sealed-object', at, message), severity: 'warning' }];
}

function macOf({ committed }: { readonly committed: object }): string {
  const { sops } = committed as { readonly sops?: { readonly mac?: string } };
  return sops?.mac ?? '';
}

/** The file that holds a MAC, where kustomize built the object and does not say from which. */
function fileOf(tree: Tree, { path }: ReconciledKustomization, mac: string): string | undefined {
  const folders = [joinPath('', path) ?? ''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const [name, kind] of tree.list(folder) ?? []) {
      const below = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'folder') folders.push(below);
      if (kind !== 'file' || !/\.(?:ya?ml|json)$/.test(name)) continue;
      if (Buffer.from(tree.read(below)).includes(mac)) return below;
    }
  }
  return undefined;
}
