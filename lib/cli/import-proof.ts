import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, DiagnosticError } from '../core/index.ts';
import { readText as readTextOfFile } from '../io/index.ts';
import { inProgramFolder } from '../io/import/index.ts';
import { memoryTree } from '../io/reconcile/index.ts';
import {
  type AppBefore,
  type ClusterBefore,
  type ClusterFacts,
  filesOf,
  type Folder,
  type PlannedApp,
  type Program,
  type Replacement,
  replacementOf,
  writeProgram,
} from '../import/index.ts';
import {
  emitYaml,
  formatObject,
  isList,
  isMap,
  type JsonObject,
  type JsonValue,
  type Manifest,
} from '../kubernetes/index.ts';
import type { Build } from './import-flux.ts';
import { loadProgram } from '../load-program.ts';
import { belowInBase, belowInHead, planCluster } from '../plan/index.ts';
import { readText, type Reconcile, type Tree } from '../reconcile/index.ts';
import { type Synthesis, synthesize } from '../synth/index.ts';

/** What is imported. */
export interface ImportRequest {
  readonly tree: Tree;
  readonly clusters: readonly ClusterBefore[];
  readonly facts: readonly ClusterFacts[];
  /** Everything that is applied, also what is not imported. */
  readonly folders: readonly Folder[];
  readonly apps: readonly AppBefore[];
  readonly sharesKinds: boolean;
  readonly reconcile: Reconcile;
  readonly build: Build;
}

/** A program that was tried: what it writes changes nothing in any cluster. */
export interface Proven {
  readonly program: Program;
  readonly replacement: Replacement;
  readonly synthesis: Synthesis;
  /** Apps that cannot be written so that nothing changes, and why. */
  readonly refused: ReadonlyMap<AppBefore, string>;
}

/**
 * Writes a program and tries it: synthesizes it, puts the result in place of what it replaces, and
 * plans. What is not exactly as before is written with its objects as YAML; what is not even then, is
 * left out.
 */
export async function proveImport(request: ImportRequest): Promise<Proven> {
  const refused = new Map<AppBefore, string>();
  let planned: readonly PlannedApp[] = request.apps.map((app) => ({ app, rung: 'constructs' }));
  for (;;) {
    const readFile = (file: string): string => readText(request.tree, file);
    const { facts, sharesKinds } = request;
    const program = writeProgram(planned, facts, readFile, { sharesKinds });
    const { synthesis, problems } = await tryProgram(program);
    const replacement = replacementIn(request, program, synthesis);
    const differing =
      problems.size > 0 ? problems : await changedApps(request, program, replacement);
    if (differing.size === 0) return { program, replacement, synthesis, refused };
    planned = program.apps.flatMap(({ app, rung, name }): PlannedApp[] => {
      const reason = differing.get(name);
      if (reason === undefined) return [{ app, rung }];
      if (rung === 'constructs' && problems.size === 0) return [{ app, rung: 'yaml' }];
      refused.set(app, reason);
      return [];
    });
  }
}

type Reasons = ReadonlyMap<string, string>;

/** Runs a program, and says what is wrong with which of its apps. */
async function tryProgram(
  program: Program,
): Promise<{ readonly synthesis: Synthesis; readonly problems: Reasons }> {
  return inProgramFolder(program.files, async (folder) => {
    const { fleet, diagnostics } = await loadProgram(folder, 'clusters/main.ts');
    const synthesis = synthesize(fleet, { readText: readTextOfFile });
    const problems = new Map<string, string>();
    const errors = [...diagnostics, ...synthesis.diagnostics].filter(
      ({ severity }) => severity === 'error',
    );
    for (const error of errors) {
      const app = appOf(error, folder);
      if (!program.apps.some(({ name }) => name === app)) throw new DiagnosticError([error]);
      problems.set(app ?? '', error.message);
    }
    return { synthesis, problems };
  });
}

/** The name of the app that a diagnostic is about. */
function appOf({ location }: Diagnostic, folder: string): string | undefined {
  if (location.construct !== undefined) return location.construct.split('/')[1];
  const file = path.relative(folder, location.file ?? '');
  return /^apps\/([^/]+)\//.exec(file)?.[1];
}

function replacementIn(
  { tree, folders }: ImportRequest,
  { apps }: Program,
  synthesis: Synthesis,
): Replacement {
  return replacementOf(
    tree,
    apps.map(({ app }) => app),
    folders,
    synthesis.tree,
    (removed, written) => treeWith(tree, removed, written),
  );
}

function treeWith(
  tree: Tree,
  removed: readonly string[],
  written: ReadonlyMap<string, string>,
): Tree {
  const files = filesOf(tree);
  for (const file of removed) files.delete(file);
  const encoder = new TextEncoder();
  for (const [file, text] of written) files.set(file, encoder.encode(text));
  return memoryTree(files);
}

/** Plans what the replacement does, and says which apps change something. */
async function changedApps(
  { tree, clusters, reconcile, build }: ImportRequest,
  { apps }: Program,
  { removed, written }: Replacement,
): Promise<Reasons> {
  const head = treeWith(tree, removed, written);
  const reasons = new Map<string, string>();
  for (const { name, entry, state: base } of clusters) {
    const below = belowInHead(base);
    const after = { ...(await reconcile({ tree: head, entry, below })), name };
    const { changes } = planCluster({ base, head: after }, {});
    const blame = (owner: string | undefined, reason: string): void => {
      const app = apps.find(({ app: { users } }) =>
        users.some((user) => user.cluster === name && user.kustomization.id === owner),
      );
      const suspects = app === undefined ? apps : [app];
      for (const each of suspects) if (!reasons.has(each.name)) reasons.set(each.name, reason);
    };
    for (const { object, action, owner } of changes) {
      blame((owner.after[0] ?? owner.before[0])?.id, `${formatObject(object)} would be ${action}`);
    }
    for (const each of base.kustomizations) {
      const next = after.kustomizations.find(({ id }) => id === each.id);
      if (next?.status !== each.status)
        blame(each.id, `${each.id} would be ${next?.status ?? 'gone'}`);
    }
  }
  for (const { name, app } of apps) {
    const reason = await differenceOfFailing(app, (spec) =>
      Promise.all([build(tree, spec), build(head, spec)]),
    );
    if (reason !== undefined && !reasons.has(name)) reasons.set(name, reason);
  }
  return reasons;
}

/**
 * Compares what Kustomizations build that fail after it here, as where a Secret of the cluster has
 * their variables: a plan says nothing of their objects.
 */
async function differenceOfFailing(
  { path, users }: AppBefore,
  build: (spec: object) => Promise<readonly (readonly Manifest[] | string)[]>,
): Promise<string | undefined> {
  for (const { kustomization } of users) {
    if (kustomization.status !== 'failed') continue;
    const [before, after] = await build({ ...(kustomization.manifest['spec'] as object), path });
    if (typeof before === 'string') return `it cannot be built: ${before}`;
    if (typeof after === 'string') return `it could not be built: ${after}`;
    const [old, written] = [before, after].map((all = []) => all.map(canonical).sort());
    if (!isDeepStrictEqual(old, written)) return 'an object would be updated';
  }
  return undefined;
}

function canonical(manifest: Manifest): string {
  return emitYaml(sorted(manifest as unknown as JsonObject) as JsonObject);
}

function sorted(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** What Flux makes of the tree that is imported. */
export async function stateBefore(
  reconcile: Reconcile,
  tree: Tree,
  { name, entry }: Pick<ClusterBefore, 'name' | 'entry'>,
): Promise<ClusterBefore> {
  const state = await reconcile({ tree, entry, below: belowInBase });
  return { name, entry, state: { ...state, name } };
}
