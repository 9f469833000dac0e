import { setTimeout as sleep } from 'node:timers/promises';
import { type Diagnostic, DiagnosticError, errorAt } from '../../core/index.ts';
import type { ObjectRef, Right, SecretText, StageObject } from '../../bootstrap/index.ts';
import { masked } from '../../bootstrap/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import { type Answer, type ClusterAccess, Kubectl } from './kubectl.ts';
import type { ClusterProblem } from './problem.ts';

/** As whom Sluice applies objects. */
const fieldManager = 'sluice';

/** How long something that passes by itself is waited for, in milliseconds. */
const patience = 60_000;
/** The same for the first answer: a wrong address does not get better. */
const firstPatience = 3000;

/** A cluster as bootstrap sees it: what it has, and what is applied to it, by kubectl. */
export class Cluster {
  readonly #kubectl: Kubectl;

  constructor(access: ClusterAccess, env: NodeJS.ProcessEnv) {
    this.#kubectl = new Kubectl(access, env);
  }

  /**
   * The version of the API server: `v1.36.3`.
   *
   * @throws DiagnosticError where nobody answers
   */
  async version(): Promise<string> {
    const args = ['get', '--raw', '/version'];
    const text = await retried(() => this.#kubectl.text(args), firstPatience);
    return (JSON.parse(text) as { readonly gitVersion: string }).gitVersion;
  }

  /** The objects that the cluster has, in the order in which they are asked for. */
  async live(refs: readonly ObjectRef[]): Promise<readonly (Manifest | undefined)[]> {
    if (refs.length === 0) return [];
    const found = await inParts(refs, (some) => this.#get(some));
    const key = ({ kind, namespace = '', name }: ObjectRef): string =>
      `${kind} ${namespace}/${name}`;
    const byKey = new Map(found.map((each) => [key({ ...each, ...each.metadata }), each] as const));
    return refs.map((ref) => byKey.get(key(ref)));
  }

  async #get(refs: readonly ObjectRef[]): Promise<Answer<readonly Manifest[]>> {
    const wanted = refs.map(({ apiVersion, kind, namespace, name }) => ({
      apiVersion,
      kind,
      metadata: { name, namespace },
    }));
    const args = ['get', '--ignore-not-found', '--show-managed-fields'];
    const answer = await this.#kubectl.objects(args, wanted);
    if (!('problem' in answer) || answer.problem.kind !== 'unknown-kind') return answer;
    if (refs.length === 1) return { value: [] };
    const all = await Promise.all(refs.map((ref) => this.#get([ref])));
    const failed = all.find((each) => 'problem' in each);
    return failed ?? { value: all.flatMap((each) => ('value' in each ? each.value : [])) };
  }

  /** Those of these rights that the person does not have. */
  async missingRights(rights: readonly Right[]): Promise<readonly Right[]> {
    const reviews = rights.map((resourceAttributes) => ({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    }));
    const answers = await inParts(reviews, (some) => this.#kubectl.objects(['create'], some));
    return rights.filter((_, index) => {
      const { status } = (answers[index] ?? {}) as { readonly status?: { allowed?: boolean } };
      return status?.allowed !== true;
    });
  }

  /** The images of the containers that run, by namespace. Nothing else of a pod leaves kubectl. */
  async runningImages(): Promise<ReadonlyMap<string, readonly string[]>> {
    const images = "{.spec['initContainers','containers'][*].image}";
    const line = `{range .items[*]}{.metadata.namespace}{" "}${images}{"\\n"}{end}`;
    const running = '--field-selector=status.phase=Running';
    const args = ['get', 'pods', '--all-namespaces', running, `--output=jsonpath=${line}`];
    const text = await retried(() => this.#kubectl.text(args));
    const found = new Map<string, readonly string[]>();
    for (const [namespace = '', ...images] of text.split('\n').map((each) => each.split(' '))) {
      found.set(namespace, [...(found.get(namespace) ?? []), ...images]);
    }
    return found;
  }

  /**
   * Applies objects, all fields as Sluice's own.
   *
   * @throws DiagnosticError where a field is another's, or the API server refuses
   */
  async apply(objects: readonly StageObject<SecretText>[]): Promise<void> {
    if (objects.length === 0) return;
    const texts = objects.flatMap(({ secrets = {} }) => Object.values(secrets).map(revealed));
    await inParts(
      objects.map(withSecrets),
      (some) => this.#apply(some),
      (message) => withoutTexts(message, texts),
    );
  }

  /** Lets go of every field of an object; those of others stay as they are. */
  async release({ apiVersion, kind, metadata: { name, namespace } }: Manifest): Promise<void> {
    await retried(() => this.#apply([{ apiVersion, kind, metadata: { name, namespace } }]));
  }

  #apply(objects: readonly object[]): Promise<Answer<readonly Manifest[]>> {
    const args = ['apply', '--server-side', `--field-manager=${fieldManager}`];
    return this.#kubectl.objects(args, objects);
  }
}

/** Whether Sluice has fields of a live object. */
export function isHeld(live: Manifest): boolean {
  return managersOf(live).includes(fieldManager);
}

/** Whether Flux has applied a live object. */
export function isFluxs(live: Manifest): boolean {
  return managersOf(live).includes('kustomize-controller');
}

function managersOf({ metadata }: Manifest): readonly string[] {
  const { managedFields = [] } = metadata as {
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
  return managedFields.flatMap(({ manager, operation }) =>
    manager === undefined || operation !== 'Apply' ? [] : [manager],
  );
}

function withSecrets({ manifest, secrets }: StageObject<SecretText>): object {
  if (secrets === undefined) return manifest;
  const data = Object.entries(secrets).map(([key, value]) => [key, base64(revealed(value))]);
  return { ...manifest, data: Object.fromEntries(data) as Readonly<Record<string, string>> };
}

function revealed(secret: SecretText): string {
  return secret.reveal();
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function withoutTexts(message: string, texts: readonly string[]): string {
  return texts
    .flatMap((text) => [text, base64(text)])
    .filter((text) => text !== '')
    .reduce((shown, text) => shown.replaceAll(text, masked), message);
}

/** Asks until there is an answer, or a problem that does not pass in time. */
async function retried<T>(
  ask: () => Promise<Answer<T>>,
  time = patience,
  shown: (message: string) => string = (message) => message,
): Promise<T> {
  const end = Date.now() + time;
  for (let delay = 250; ; delay = Math.min(2 * delay, 4000)) {
    const answer = await ask();
    if ('value' in answer) return answer.value;
    const { kind, message } = answer.problem;
    const passes = kind === 'passing' && Date.now() + delay < end;
    if (!passes) throw new DiagnosticError([failed({ kind, message: shown(message) })]);
    await sleep(delay);
  }
}

/**
 * Asks for many at once, and in smaller parts where that fails: of many requests, a server that is
 * under load may never answer all.
 */
async function inParts<Item, T>(
  items: readonly Item[],
  ask: (some: readonly Item[]) => Promise<Answer<readonly T[]>>,
  shown?: (message: string) => string,
): Promise<readonly T[]> {
  if (items.length <= 1) return retried(() => ask(items), patience, shown);
  const answer = await ask(items);
  if ('value' in answer) return answer.value;
  if (answer.problem.kind !== 'passing') return retried(() => Promise.resolve(answer), 0, shown);
  await sleep(250);
  const half = Math.ceil(items.length / 2);
  const first = await inParts(items.slice(0, half), ask, shown);
  return [...first, ...(await inParts(items.slice(half), ask, shown))];
}

function failed({ kind, message }: ClusterProblem): Diagnostic {
  const hint = {
    passing: 'Is it the right cluster? Then run this again: what is done stays done.',
    conflict: 'Someone else keeps these fields. Let them, or delete the object first.',
    forbidden: 'Use a kubeconfig that may administrate the cluster.',
    'unknown-kind': 'The cluster lacks the definition of a kind.',
    other: 'Name the cluster with --context or --kubeconfig.',
  }[kind];
  return errorAt('cluster-failed', {}, `kubectl: ${message}`, { hint });
}
