import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../lib/core/index.ts';
import { DiagnosticError } from '../../lib/core/index.ts';
import { appIn, cleanSynth, clusterIn, configMapIn } from './fleet.ts';

/** Every file below a folder, with what is in it. */
export function filesIn(root: string): Record<string, string> {
  if (!existsSync(root)) return {};
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => lstatSync(path.join(root, file)).isFile())
    .sort();
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}

export function writeFile(root: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** One app: its objects, each with a value, and where its directory is unless by default. */
export interface SmallApp {
  readonly objects: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** The tree of clusters, each with apps of ConfigMaps. */
export function treeOf(
  clusters: Readonly<Record<string, Readonly<Record<string, SmallApp>>>>,
): ReadonlyMap<string, string> {
  return cleanSynth((fleet) => {
    for (const [name, apps] of Object.entries(clusters)) {
      const cluster = clusterIn(fleet, name);
      for (const [id, { objects, path: directory }] of Object.entries(apps)) {
        const kustomization = directory === undefined ? {} : { path: directory };
        const app = appIn(cluster, id, { kustomization });
        for (const [object, value] of Object.entries(objects)) {
          configMapIn(app, object, { data: { value } });
        }
      }
    }
  }).tree;
}

/** What an action throws, which must be diagnostics. */
export function thrownBy(action: () => unknown): readonly Diagnostic[] {
  try {
    action();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
  return [];
}
