import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emitYaml, type JsonObject } from '../../../lib/kubernetes/index.ts';
import { program } from '../../../tools/programs.ts';
import { run } from '../../../tools/run.ts';
import { describeWithGo, differences } from './go.ts';
import { hostileAnnotations, hostileData, hostileMap, runs, toJson } from './hostile.ts';

/**
 * What kustomize v5.8.1 cannot hold, however it is written: on the way it writes objects as JSON
 * and reads them as YAML, which refuses these characters and keys beyond 1024 characters.
 */
const refused = /[\u007f-\u009f\ufffe\uffff]|"(?:[^"\\]|\\.){1000,}":/;
/** What it loses or prints so that a parser reads it otherwise or not at all. */
const lost = /[\u2028\u2029]|"<<":|"\\t/;

describeWithGo('kustomize build', () => {
  const objects = new Map<string, JsonObject>();
  const samples = fc
    .tuple(hostileAnnotations, hostileData, hostileMap)
    .map((sample) => ({ sample, json: toJson(sample) }))
    .filter(({ json }) => !refused.test(json) && !lost.test(json))
    .map(({ sample }) => sample);
  for (const [index, [annotations, data, spec]] of fc.sample(samples, runs(250)).entries()) {
    const name = `sample-${String(index).padStart(6, '0')}`;
    const metadata = { name, namespace: 'demo', annotations };
    objects.set(`configmap.${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    const custom = { apiVersion: 'example.org/v1', kind: 'Sample', metadata: { name }, spec };
    objects.set(`sample.${name}`, custom);
  }

  let folder: string;
  let built: Map<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-kustomize-'));
    const resources = [...objects.keys()].map((name) => `${name}.yaml`);
    for (const [name, object] of objects) {
      writeFileSync(join(folder, `${name}.yaml`), emitYaml(object));
    }
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      emitYaml({ kind: 'Kustomization', resources }),
    );
    const output = await run(await program('kustomize'), ['build', folder]);
    built = new Map(output.split(/^---\n/m).map((yaml) => [nameIn(yaml), yaml]));
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('gives every object as it was, and no others', async () => {
    const checks = [...objects].map(([name, value]) => ({ yaml: built.get(name) ?? '', value }));
    expect((await differences(checks)).slice(0, 3)).toEqual([]);
    expect([...built.keys()].sort()).toEqual([...objects.keys()].sort());
  }, 120_000);
});

function nameIn(yaml: string): string {
  const kind = /^kind: (.+)$/m.exec(yaml)?.[1]?.toLowerCase() ?? '';
  return `${kind}.${/^ {2}name: (sample-\d+)$/m.exec(yaml)?.[1] ?? ''}`;
}
