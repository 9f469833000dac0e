import { type Manifest, objectId } from '../kubernetes/index.ts';
import { Scopes } from './scope.ts';
import type { SecretValues } from './secrets/values.ts';
import type { ReconciledObject } from './state.ts';
import type { FindObject } from './variables.ts';

/** The objects that are in the cluster so far, as those who come later see them. */
export class ClusterObjects {
  readonly scopes = new Scopes();
  readonly #objects = new Map<string, { manifest: Manifest; isOpen: boolean }>();
  readonly #promised = new Set<string>();
  readonly #secrets: SecretValues;

  constructor(secrets: SecretValues) {
    this.#secrets = secrets;
  }

  add({ manifest, sealed }: ReconciledObject): void {
    const { kind, namespace, name } = objectId(manifest);
    if (manifest.apiVersion === 'v1') {
      this.#objects.set(`${kind}/${namespace}/${name}`, {
        manifest,
        isOpen: sealed?.opened !== false,
      });
    }
    const promised = secretMadeFrom(manifest);
    if (promised !== undefined) this.#promised.add(`Secret/${namespace}/${promised}`);
  }

  readonly find: FindObject = (kind, namespace, name) => {
    const object = this.#objects.get(`${kind}/${namespace}/${name}`);
    if (object?.isOpen !== true || kind !== 'Secret') return object;
    this.#secrets.tookPart = true;
    return { ...object, isOpen: !this.#secrets.areHidden };
  };

  /** Whether an operator will make this object from one of the tree, so that its values are not here. */
  isPromised(reference: string, namespace: string): boolean {
    const [kind = '', name = ''] = reference.split('/');
    return this.#promised.has(`${kind}/${namespace}/${name}`);
  }
}

/** The Secret that external-secrets or sealed-secrets makes from an object. */
function secretMadeFrom({ kind, metadata, ...manifest }: Manifest): string | undefined {
  if (kind === 'SealedSecret') return metadata.name;
  if (kind !== 'ExternalSecret') return undefined;
  const { target } = (manifest['spec'] ?? {}) as { readonly target?: { readonly name?: string } };
  return target?.name ?? metadata.name;
}
