import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { AppChart, Cluster, Environment, type Fleet, Namespace } from 'sluice';
import { newFleet } from '../../lib/program.ts';
import { type ExistingTree, synthesize, treeChanges } from '../../lib/synth/index.ts';

function cluster(fleet: Fleet, id: string): Cluster {
  return new Cluster(fleet, id, {
    environment: Environment.production,
    domain: 'example.org',
    kubernetes: '1.34',
    source: { url: 'https://example.org/fleet', branch: 'main' },
    flux: 'existing',
  });
}

function app(scope: Cluster, id: string, path?: string): AppChart {
  return new AppChart(scope, id, { ...(path !== undefined && { kustomization: { path } }) });
}

function synth(define: (fleet: Fleet) => void): ReturnType<typeof synthesize> {
  const fleet = newFleet();
  define(fleet);
  return synthesize(fleet, { readText: () => '' });
}

const codes = ({ diagnostics }: ReturnType<typeof synth>): string[] =>
  diagnostics.map(({ code }) => code);

const config = { apiVersion: 'v1', kind: 'ConfigMap' };

describe('a cluster whose Flux exists', () => {
  test('is the folders of its apps, and nothing else', () => {
    const { tree, diagnostics } = synth((fleet) => {
      new ApiObject(app(cluster(fleet, 'home'), 'web', 'apps/web'), 'web', config);
    });
    expect(diagnostics).toEqual([]);
    expect([...tree.keys()]).toEqual([
      'apps/web/configmap.web.yaml',
      'apps/web/kustomization.yaml',
    ]);
  });

  test('writes objects as they are: variables, no namespace, no annotation of its own', () => {
    const { tree, diagnostics } = synth((fleet) => {
      const web = app(cluster(fleet, 'home'), 'web', 'web');
      new ApiObject(web, 'a', { ...config, metadata: { name: '${APP}' } });
      new ApiObject(web, 'b', { apiVersion: 'v1', kind: 'Namespace' });
      new Namespace(web, 'c');
    });
    expect(diagnostics).toEqual([]);
    const text = [...tree.values()].join('');
    expect(text).toContain('name: "${APP}"');
    expect(text.match(/prune: disabled/g)).toHaveLength(1);
  });

  test('refuses an app without a folder, and objects in its own two apps', () => {
    const synthesis = synth((fleet) => {
      const home = cluster(fleet, 'home');
      app(home, 'web');
      new ApiObject(home.flux, 'a', { ...config, metadata: { namespace: 'x' } });
    });
    expect(codes(synthesis)).toEqual(['invalid-path', 'invalid-path']);
  });

  test.each([
    ['alike', ['same', 'same'], []],
    ['differently', ['one', 'other'], ['duplicate-path']],
  ])('shares a folder with another that writes it %s', (_, names, expected) => {
    const synthesis = synth((fleet) => {
      for (const [index, name] of names.entries()) {
        const web = app(cluster(fleet, `home-${String(index)}`), 'web', 'apps/web');
        new ApiObject(web, name, config);
      }
    });
    expect(codes(synthesis)).toEqual(expected);
  });

  test('owns the files of folders that an earlier synth wrote', () => {
    const web = (fleet: Fleet, id: string): unknown =>
      new ApiObject(app(cluster(fleet, 'home'), 'web', 'apps/web'), id, config);
    const before = synth((fleet) => web(fleet, 'old')).tree;
    const after = synth((fleet) => web(fleet, 'new')).tree;
    const existing: ExistingTree = {
      kind: (path) => (before.has(path) ? 'file' : path.includes('.') ? undefined : 'folder'),
      read: (path) => before.get(path),
      folders: () => [],
    };
    const { writes, deletes, foreign } = treeChanges(existing, after);
    expect(deletes).toEqual(['apps/web/configmap.old.yaml']);
    expect([...writes.keys()]).toEqual([
      'apps/web/configmap.new.yaml',
      'apps/web/kustomization.yaml',
    ]);
    expect(foreign).toEqual([]);
  });
});
