/**
 * The inputs of a ResourceSet (github.com/controlplaneio-fluxcd/flux-operator v0.59.0,
 * internal/inputs): its own, and those of the providers that it names.
 */
import type { JsonObject, Manifest } from '../../kubernetes/index.ts';
import { adler32 } from './template/functions/encoding.ts';
import {
  compareText,
  Dict,
  dictOf,
  fromJson,
  Opaque,
  TemplateError,
  Unknown,
} from './template/values.ts';

/** What templates see as `inputs`, once for each object to be made of them. */
export type InputSet = Dict;

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface InputsSpec {
  readonly inputs?: readonly JsonObject[];
  readonly inputsFrom?: readonly { readonly name?: string; readonly selector?: LabelSelector }[];
  readonly inputStrategy?: { readonly name?: string; readonly includeEmptyProviders?: boolean };
}

/** Whose inputs they are, and one of them for each. */
interface Provided {
  readonly name: string;
  readonly inputs: readonly Dict[];
}

const mostPermutations = 10_000;

function specOf(resourceSet: Manifest): InputsSpec {
  return (resourceSet['spec'] ?? {}) as unknown as InputsSpec;
}

/** Every input says where it is from. */
function provided({ apiVersion, kind, metadata }: Manifest, inputs: readonly Dict[]): Provided {
  const { name, namespace = '' } = metadata;
  for (const each of inputs) {
    each.entries.set('provider', dictOf({ apiVersion, kind, name, namespace }));
  }
  return { name, inputs };
}

function ofProvider(provider: Manifest): Provided {
  const { type, defaultValues = {} } = (provider['spec'] ?? {}) as {
    readonly type?: string;
    readonly defaultValues?: JsonObject;
  };
  if (type !== 'Static') throw new Opaque(`its inputs come from ${type ?? 'nowhere'}`);
  const input = dictOf(defaultValues);
  // It is made of the uid of the provider.
  input.entries.set('id', new Unknown('the id of a static input provider is made in the cluster'));
  return provided(provider, [input]);
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: JsonObject,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const label = labels[key];
      const isListed = typeof label === 'string' && values.includes(label);
      switch (operator) {
        case 'In':
          return isListed;
        case 'NotIn':
          return !isListed;
        case 'Exists':
          return label !== undefined;
        case 'DoesNotExist':
          return label === undefined;
        default:
          throw new TemplateError(`"${operator}" is not a valid label selector operator`);
      }
    })
  );
}

/** The providers that a ResourceSet names, each once, in the order of their names. */
function providersOf(resourceSet: Manifest, known: readonly Manifest[]): readonly Manifest[] {
  const near = known.filter(
    ({ metadata }) => (metadata.namespace ?? '') === (resourceSet.metadata.namespace ?? ''),
  );
  const found = new Map<string, Manifest>();
  for (const { name, selector } of specOf(resourceSet).inputsFrom ?? []) {
    const named = near.filter(({ metadata }) =>
      name === undefined ? selects(selector ?? {}, metadata.labels ?? {}) : metadata.name === name,
    );
    if (name !== undefined && named.length === 0)
      throw new TemplateError(`failed to get provider ${name}`);
    for (const each of named) found.set(each.metadata.name, each);
  }
  return [...found.values()].sort((a, b) => compareText(a.metadata.name, b.metadata.name));
}

/** A name as templates can write it: words of a-z and 0-9, joined by underscores. */
function templateName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '_')
    .replace(/[^a-z0-9_]/g, '')
    .split('_')
    .filter((word) => word !== '')
    .join('_');
}

function permute(providers: readonly Provided[], includesEmpty: boolean): readonly InputSet[] {
  const taking = providers.filter(({ inputs }) => includesEmpty || inputs.length > 0);
  const count = taking.reduce((product, { inputs }) => product * inputs.length, 1);
  if (count > mostPermutations)
    throw new TemplateError('there are too many permutations of inputs');
  if (taking.length === 0) return [];
  let sets: { readonly entries: readonly (readonly [string, Dict])[]; readonly id: string }[] = [
    { entries: [], id: '' },
  ];
  for (const { name, inputs } of taking) {
    const key = templateName(name);
    if (key === '') throw new TemplateError(`normalized provider name is empty: '${name}'`);
    sets = sets.flatMap(({ entries, id }) =>
      inputs.map((input, at) => ({
        entries: [...entries, [key, input] as const],
        id: `${id}${id === '' ? '' : '/'}${key}=${at}`,
      })),
    );
  }
  return sets.map(({ entries, id }) => new Dict([...entries, ['id', adler32(id)]]));
}

/**
 * The input sets of a ResourceSet; undefined if it asks for none, so that its templates are used
 * once, without inputs. Throws a TemplateError or Opaque.
 *
 * @param providers the ResourceSetInputProviders of the cluster
 */
export function inputSets(
  resourceSet: Manifest,
  providers: readonly Manifest[],
): readonly InputSet[] | undefined {
  const { inputs = [], inputsFrom = [], inputStrategy = {} } = specOf(resourceSet);
  const own = provided(
    resourceSet,
    inputs.map((input) => fromJson(input) as Dict),
  );
  const all = [own, ...providersOf(resourceSet, providers).map(ofProvider)];
  const { name = 'Flatten', includeEmptyProviders = false } = inputStrategy;
  if (name !== 'Flatten' && name !== 'Permute') {
    throw new TemplateError(`unknown input strategy: '${name}'`);
  }
  const sets =
    name === 'Permute' ? permute(all, includeEmptyProviders) : all.flatMap((each) => each.inputs);
  return sets.length === 0 && inputsFrom.length === 0 ? undefined : sets;
}
