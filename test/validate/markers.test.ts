import { expect, test } from 'vitest';
import { offlineFlux } from '../../lib/reconcile/index.ts';
import { validateTree } from '../../lib/validate/index.ts';
import { kustomization, manifest, realKustomize } from '../reconcile/cluster.ts';
import { memoryTree } from '../reconcile/memory-tree.ts';

const root = kustomization('flux-system', './clusters/home');
const source = manifest(
  'source.toolkit.fluxcd.io/v1',
  'GitRepository',
  'flux-system/flux-system',
  'spec: { interval: 1h, url: https://github.com/example/manifests }\n',
);
const container = '      containers:\n        - name: web\n          image: ';
const web = (marker: string) =>
  manifest(
    'apps/v1',
    'Deployment',
    'web',
    `spec:\n  template:\n    spec:\n${container}web:1.0.0 # {"$imagepolicy": "${marker}"}\n`,
  );

async function findings(marker: string, overlay = '') {
  const tree = memoryTree({
    'clusters/home/flux-system/gotk-sync.yaml': `${source}---\n${root}`,
    'clusters/home/web.yaml': kustomization('web', './web/home'),
    'clusters/home/namespace.yaml': manifest('v1', 'Namespace', 'demo'),
    'web/base/kustomization.yaml': 'resources: [web.yaml]\n',
    'web/base/web.yaml': web(marker),
    'web/home/kustomization.yaml': `resources: [../base]\nnamespace: demo\n${overlay}`,
  });
  const reconcile = offlineFlux({ kustomize: await realKustomize() });
  const [validation] = await validateTree({ tree, optionsOf: () => ({}) }, undefined, reconcile);
  return validation?.findings.map(({ code, location: { object = '', file = '', line = 0 } }) =>
    [code, object, `${file}:${line}`].join(' '),
  );
}

test('a marker of a base behind an overlay is found on its line', async () => {
  expect(await findings('demo:web')).toEqual([
    'missing-image-policy Deployment demo/web web/base/web.yaml:10',
  ]);
});

test('a marker of an overlay is found where it sets a tag', async () => {
  const images = 'images:\n  - name: web\n    newTag: 1.0.1 # {"$imagepolicy": "demo:web"}\n';
  expect(await findings('', images)).toContain(
    'misplaced-marker Deployment demo/web web/home/kustomization.yaml:5',
  );
});

test('a marker is of the object that it stands in, where a file has several', async () => {
  const tree = memoryTree({
    'clusters/home/flux-system/gotk-sync.yaml': `${source}---\n${root}`,
    'clusters/home/all.yaml': `${manifest('v1', 'Namespace', 'demo')}---\n${web('demo:web').replace('name: web', 'name: web\n  namespace: demo')}`,
  });
  const reconcile = offlineFlux({ kustomize: await realKustomize() });
  const [validation] = await validateTree({ tree, optionsOf: () => ({}) }, undefined, reconcile);
  const found = validation?.findings.find(({ code }) => code === 'missing-image-policy');
  expect(found?.location.object).toBe('Deployment demo/web');
});
