/**
 * What source-watcher makes of an ArtifactGenerator (source-watcher v2, whose API is
 * github.com/fluxcd/source-watcher/api/v2 v2.3.1): ExternalArtifacts put together from the files
 * of sources.
 */
import type { Manifest } from '../kubernetes/index.ts';
import { copy, type CopyOperation } from './artifact-generator/copy.ts';
import { CopyError, Staging } from './artifact-generator/staging.ts';
import type { Reference } from './kustomization/spec.ts';
import { sourceIgnore } from './source-ignore.ts';
import { filterTree, type Tree } from './tree.ts';

interface ArtifactGeneratorSpec {
  readonly sources: readonly {
    readonly alias: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }[];
  readonly artifacts: readonly {
    readonly name: string;
    readonly namespace?: string;
    readonly copy: readonly CopyOperation[];
  }[];
  readonly pathPattern?: string;
}

/** The files of an artifact, why they cannot be known here, or why source-watcher would fail. */
export type ArtifactFiles =
  | { readonly tree: Tree }
  | { readonly opaque: string }
  | { readonly problem: string };

/** An ExternalArtifact that a generator makes. */
export interface GeneratedArtifact {
  readonly namespace: string;
  readonly name: string;
  readonly files: ArtifactFiles;
}

/** Whether a manifest is an ArtifactGenerator. */
export function isArtifactGenerator({ apiVersion, kind }: Manifest): boolean {
  return kind === 'ArtifactGenerator' && apiVersion.startsWith('source.extensions.fluxcd.io/');
}

function specOf(generator: Manifest): ArtifactGeneratorSpec {
  return generator['spec'] as unknown as ArtifactGeneratorSpec;
}

/** The sources that a generator reads. */
export function generatorSources(generator: Manifest): readonly Reference[] {
  return specOf(generator).sources.map(({ kind, name, namespace }) => ({
    kind,
    name,
    namespace: namespace ?? generator.metadata.namespace ?? '',
  }));
}

/** Why nothing can be said of what a generator makes. */
function opacity(generator: Manifest): string | undefined {
  const reconcile = generator.metadata.annotations?.['source.extensions.fluxcd.io/reconcile'];
  if (reconcile?.toLowerCase() === 'disabled') return 'its generator is disabled';
  const { pathPattern = '', artifacts } = specOf(generator);
  if (pathPattern !== '') return 'its generator has a pathPattern';
  const extracts = artifacts.some((each) => each.copy.some((one) => one.strategy === 'Extract'));
  return extracts ? 'it is extracted from an archive' : undefined;
}

/** As an artifact is packed, what Flux leaves out by default is left out, whatever it was before. */
function packed(name: string, tree: Tree): Tree {
  const ignores = sourceIgnore(new Map(), undefined);
  // The files lie in a folder of the artifact's name, which patterns see.
  return filterTree(tree, (path, isFolder) => ignores(`${name}/${path}`, isFolder), name);
}

function assemble(
  name: string,
  operations: readonly CopyOperation[],
  sources: ReadonlyMap<string, Tree>,
): ArtifactFiles {
  const staging = new Staging();
  try {
    for (const operation of operations) copy(operation, sources, staging);
  } catch (error) {
    if (!(error instanceof CopyError)) throw error;
    return { problem: error.message };
  }
  return { tree: packed(name, staging.tree()) };
}

/**
 * The artifacts that a generator makes.
 *
 * @param filesOf the files of a source as its artifact holds them
 */
export function generateArtifacts(
  generator: Manifest,
  filesOf: (source: Reference) => ArtifactFiles,
): readonly GeneratedArtifact[] {
  const { sources, artifacts } = specOf(generator);
  const references = generatorSources(generator);
  const trees = new Map<string, Tree>();
  let missing = opacity(generator);
  for (const [index, { alias }] of sources.entries()) {
    const reference = references[index];
    const files = reference === undefined ? { opaque: 'no source' } : filesOf(reference);
    if ('tree' in files) trees.set(alias, files.tree);
    else missing ??= 'opaque' in files ? files.opaque : files.problem;
  }
  return artifacts.map(({ name, namespace, copy: operations }) => ({
    namespace: namespace ?? generator.metadata.namespace ?? '',
    name,
    files: missing === undefined ? assemble(name, operations, trees) : { opaque: missing },
  }));
}
