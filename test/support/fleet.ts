/** Small fleets for tests: a definition in, a synthesis out, nothing on disk. */
import { readFileSync } from 'node:fs';
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import {
  AppChart,
  type AppChartProps,
  Cluster,
  type ClusterProps,
  Environment,
  type Fleet,
} from '../../lib/index.ts';
import type { Diagnostic, DiagnosticCode } from '../../lib/core/index.ts';
import type { JsonObject, Manifest } from '../../lib/kubernetes/index.ts';
import { newFleet } from '../../lib/program.ts';
import { type Synthesis, synthesize } from '../../lib/synth/index.ts';
import { recipient } from './ciphertext.ts';

export type Define = (fleet: Fleet) => void;

const exampleCluster: ClusterProps = {
  environment: Environment.production,
  domain: 'example.org',
  kubernetes: '1.34',
  source: { url: 'https://github.com/example/manifests', branch: 'main' },
  sops: { age: [recipient] },
};

export function clusterIn(fleet: Construct, id = 'home', props: Partial<ClusterProps> = {}) {
  return new Cluster(fleet, id, { ...exampleCluster, ...props });
}

/** An app in namespace `demo`. */
export function appIn(scope: Construct, id = 'web', props: AppChartProps = {}): AppChart {
  return new AppChart(scope, id, { namespace: 'demo', ...props });
}

export function configMapIn(scope: Construct, id = 'config', more: Partial<ApiObjectProps> = {}) {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...more });
}

export function fleetOf(define: Define): Fleet {
  const fleet = newFleet();
  define(fleet);
  return fleet;
}

const readText = (file: URL) => readFileSync(file, 'utf8');

export function synth(define: Define, clusters?: readonly string[]): Synthesis {
  return synthesize(fleetOf(define), { readText, ...(clusters && { clusters }) });
}

function failOnDiagnostics({ diagnostics }: Synthesis): void {
  if (diagnostics.length === 0) return;
  throw new Error(diagnostics.map((each) => JSON.stringify(each)).join('\n'));
}

/** A synthesis that must be free of diagnostics. */
export function cleanSynth(define: Define): Synthesis {
  const synthesis = synth(define);
  failOnDiagnostics(synthesis);
  return synthesis;
}

export function diagnosticsOf(define: Define): readonly Diagnostic[] {
  return synth(define).diagnostics;
}

export function codesOf(define: Define): DiagnosticCode[] {
  return diagnosticsOf(define).map(({ code }) => code);
}

/** The only diagnostic of a code. */
export function onlyDiagnostic(define: Define, code: DiagnosticCode): Diagnostic {
  const found = diagnosticsOf(define).filter((each) => each.code === code);
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`expected one ${code}, found ${found.length} of them`);
  }
  return first;
}

/** The files below a folder, by their path inside it. */
export function filesBelow({ tree }: Pick<Synthesis, 'tree'>, folder: string): Map<string, string> {
  const prefix = `${folder}/`;
  return new Map(
    [...tree]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}

/** A file of the tree, parsed. */
export function parsed({ tree }: Pick<Synthesis, 'tree'>, path: string): Manifest {
  const text = tree.get(path);
  if (text === undefined) throw new Error(`no ${path} among\n${[...tree.keys()].join('\n')}`);
  return parse(text, { intAsBigInt: false }) as Manifest;
}

/** The spec of an app's Kustomization. */
export function kustomizationSpec(
  synthesis: Pick<Synthesis, 'tree'>,
  name: string,
  cluster = 'home',
): JsonObject {
  const folder = name === 'flux' ? 'flux-system' : 'flux';
  const path = `clusters/${cluster}/${folder}/kustomization.${name}.yaml`;
  return parsed(synthesis, path)['spec'] as JsonObject;
}

/** The manifests of the app `web` in a cluster `home`, which must be free of diagnostics. */
export function manifestsIn(define: (app: AppChart) => unknown): readonly Manifest[] {
  let web: AppChart | undefined;
  const fleet = fleetOf((each) => {
    web = appIn(clusterIn(each));
    define(web);
  });
  const found = new Map<AppChart, readonly Manifest[]>();
  const synthesis = synthesize(fleet, { readText, visit: (app, all) => void found.set(app, all) });
  failOnDiagnostics(synthesis);
  return (web && found.get(web)) ?? [];
}

/** The only manifest of the app `web`. */
export function manifestIn(define: (app: AppChart) => unknown): Manifest {
  const [first, ...others] = manifestsIn(define);
  if (first === undefined || others.length > 0) throw new Error('expected one manifest');
  return first;
}
