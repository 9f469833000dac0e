import { expect, test } from 'vitest';
import { type AppBefore, type PlannedApp, writeProgram } from '../../lib/import/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import type { ReconciledKustomization } from '../../lib/reconcile/index.ts';

function app(name: string, ...manifests: readonly Manifest[]): PlannedApp {
  const kustomization = {
    id: `flux-system/${name}`,
    manifest: { apiVersion: 'v1', kind: 'Kustomization', metadata: { name } },
  } as unknown as ReconciledKustomization;
  const before: AppBefore = {
    path: `apps/${name}`,
    directory: `apps/${name}`,
    users: [{ cluster: 'home', kustomization }],
    objects: manifests.map((manifest) => ({ manifest, document: undefined })),
    replaced: [],
  };
  return { app: before, rung: 'constructs' };
}

const object = (kind: string, name: string, rest: object = {}): Manifest => ({
  apiVersion: kind === 'ConfigMap' ? 'v1' : 'example.org/v1',
  kind,
  metadata: { name },
  ...rest,
});

function write(...apps: readonly PlannedApp[]): ReadonlyMap<string, string> {
  return writeProgram(apps, [], () => '', { sharesKinds: true }).files;
}

test('what most objects of a kind say alike stands in one class', () => {
  const engine = (name: string, speed: number): Manifest =>
    object('Engine', name, { spec: { fuel: 'oil', owner: name, speed } });
  const files = write(app('a', engine('a', 1)), app('b', engine('b', 2)), app('c', engine('c', 3)));
  expect(files.get('apps/defaults.ts')).toContain("spec: { fuel: 'oil', owner: name, ...spec }");
  expect(files.get('apps/b/index.ts')).toContain("new Engine(this, 'b', { speed: 2 });");
});

test('a field that a class would add is taken back', () => {
  const spec = { fuel: 'oil' };
  const all = ['a', 'b', 'c', 'd'].map((name) => object('Engine', name, { spec }));
  const files = write(app('x', ...all, object('Engine', 'e', { spec: { speed: 1 } })));
  expect(files.get('apps/x/index.ts')).toContain(
    "new Engine(this, 'e', { speed: 1, fuel: undefined });",
  );
});

test('what several namespaces have alike is a function', () => {
  const inNamespace = (namespace: string): Manifest => ({
    ...object('ConfigMap', 'ca'),
    metadata: { name: 'ca', namespace },
    data: { from: namespace },
  });
  const files = write(app('x', inNamespace('a'), inNamespace('b'), inNamespace('c')));
  expect(files.get('apps/x/index.ts')).toContain("shared(this, 'b');");
  expect(files.get('apps/shared-shared/index.ts')).toContain('data: { from: namespace }');
});

test('long text stands in a file beside the app, under a safe name', () => {
  const text = 'line\n'.repeat(20);
  const files = write(app('x', object('ConfigMap', 'x', { data: { '../../run.sh': text } })));
  expect(files.get('apps/x/run.sh')).toBe(text);
});

test('names of any form give legal names of classes, folders and constructs', () => {
  const files = write(
    app('1.2/../x', object('ConfigMap', 'system:${x}')),
    app('class', object('ConfigMap', 'default')),
    app('Class', object('ConfigMap', 'b')),
  );
  const text = [...files.values()].join('');
  expect(
    [...files.keys()].every((file) => /^[a-z0-9./-]+$/.test(file) && !file.includes('..')),
  ).toBe(true);
  expect([...text.matchAll(/class (\w+) extends AppChart/g)].map(([, name]) => name)).toEqual([
    'App12X',
    'Class',
    'AppsClass',
  ]);
  expect(text).toContain("metadata: { name: 'system:${x}' }");
  expect(text).toContain("metadata: { name: 'default' }");
});
