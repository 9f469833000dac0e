import { type Body, Connection, type Credentials, KubernetesError } from './connection.ts';
import { discover, type Resource } from './discovery.ts';
import { type Kind, type KubernetesObject, type ObjectRef, refOf } from './objects.ts';

export interface PatchOptions {
  readonly subresource?: 'status' | 'scale';
}

const fieldManager = 'sluice-harness';

/** The Kubernetes API, as far as the tests need it. Errors carry the server's own message. */
export class KubernetesClient {
  readonly #connection: Connection;
  #resources: ReadonlyMap<string, Resource> = new Map();

  constructor(credentials: Credentials) {
    this.#connection = new Connection(credentials);
  }

  async get(ref: ObjectRef): Promise<KubernetesObject> {
    return (await this.request('GET', await this.#path(ref))) as KubernetesObject;
  }

  /** The object as the server's own JSON text, with all digits of long numbers. */
  async getText(ref: ObjectRef): Promise<string> {
    return this.#connection.text('GET', await this.#path(ref));
  }

  /** The object, or undefined where there is none. */
  async tryGet(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    return this.get(ref).catch(unlessStatus(404));
  }

  async list(kind: Kind, namespace?: string): Promise<KubernetesObject[]> {
    const path = await this.#collection(kind, namespace);
    const { items } = (await this.request('GET', path)) as { items: KubernetesObject[] };
    // The items of a list come without these two.
    return items.map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  }

  async create(object: KubernetesObject): Promise<KubernetesObject> {
    const path = await this.#home(object, object.metadata.namespace);
    return (await this.request('POST', path, json(object))) as KubernetesObject;
  }

  /** Server-side apply; conflicts are forced, as Flux does. */
  async apply(object: KubernetesObject, options: PatchOptions = {}): Promise<KubernetesObject> {
    const path = await this.#path(refOf(object), options.subresource);
    const query = `fieldManager=${fieldManager}&force=true`;
    const body = { type: 'application/apply-patch+yaml', content: object };
    return (await this.request('PATCH', `${path}?${query}`, body)) as KubernetesObject;
  }

  /** A JSON merge patch. */
  async patch(
    ref: ObjectRef,
    change: object,
    { subresource }: PatchOptions = {},
  ): Promise<KubernetesObject> {
    const path = await this.#path(ref, subresource);
    const body = { type: 'application/merge-patch+json', content: change };
    return (await this.request('PATCH', path, body)) as KubernetesObject;
  }

  /** Asks for deletion; an object that is not there is as good as deleted. */
  async delete(ref: ObjectRef): Promise<void> {
    const body = json({ propagationPolicy: 'Background' });
    await this.request('DELETE', await this.#path(ref), body).catch(unlessStatus(404));
  }

  /** All kinds that the server knows now, read anew. */
  async resources(): Promise<readonly Resource[]> {
    this.#resources = await discover(this.#connection);
    return [...this.#resources.values()];
  }

  /** A request of one's own, for what has no method here. */
  request(method: string, path: string, body?: Body): Promise<unknown> {
    return this.#connection.request(method, path, body);
  }

  close(): void {
    this.#connection.close();
  }

  async #path(ref: ObjectRef, subresource?: string): Promise<string> {
    const path = `${await this.#home(ref, ref.namespace)}/${encodeURIComponent(ref.name)}`;
    return subresource === undefined ? path : `${path}/${subresource}`;
  }

  /** The collection that objects of this kind are created in. */
  async #home(kind: Kind, namespace: string | undefined): Promise<string> {
    const { namespaced } = await this.#resource(kind);
    if (namespaced && namespace === undefined) {
      throw new Error(`An object of kind ${kind.kind} needs a namespace.`);
    }
    return this.#collection(kind, namespaced ? namespace : undefined);
  }

  async #collection(kind: Kind, namespace: string | undefined): Promise<string> {
    const { apiVersion, plural } = await this.#resource(kind);
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return namespace === undefined
      ? `${root}/${plural}`
      : `${root}/namespaces/${namespace}/${plural}`;
  }

  async #resource({ apiVersion, kind }: Kind): Promise<Resource> {
    const key = `${apiVersion}/${kind}`;
    // A kind that is not known may have come since the last look.
    if (!this.#resources.has(key)) await this.resources();
    const resource = this.#resources.get(key);
    if (resource === undefined) throw new Error(`The API server does not know ${key}.`);
    return resource;
  }
}

/** A handler of rejections that takes these statuses for "nothing there". */
export function unlessStatus(...statuses: readonly number[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof KubernetesError && statuses.includes(error.status)) return undefined;
    throw error;
  };
}

function json(content: unknown): Body {
  return { type: 'application/json', content };
}
