import { expect, it, vi } from 'vitest';
import { HelmRelease, Image, semver } from '../../../lib/index.ts';
import type { FileTree } from '../../../lib/core/index.ts';
import * as kplus from 'cdk8s-plus-28';
import { setImages } from '../../flux/image-check.ts';
import { appIn, cleanSynth, clusterIn, configMapIn } from '../../support/fleet.ts';

// These start a program for each file.
vi.setConfig({ testTimeout: 60_000 });

const source = { url: 'ssh://git@example.org/manifests', branch: 'main', secret: 'flux-writes' };
const folder = 'clusters/home/apps/web';

/** An app with images in every way that they can stand in it, beside text that is easily changed. */
function appWithImages(): FileTree {
  return cleanSynth((fleet) => {
    const app = appIn(clusterIn(fleet, 'home', { source }));
    const web = Image.of('ghcr.io/example/web', { tag: '6.7.1', policy: semver('6.x') });
    const side = Image.of('ghcr.io/example/side', { tag: '1.0', policy: semver('1.x') });
    new kplus.Deployment(app, 'web', {
      containers: [
        { image: web.reference(), name: 'web' },
        { image: side.reference(), name: 'side', args: ['--a', '#b', 'c: d'] },
      ],
    });
    const chartRef = { kind: 'OCIRepository', name: 'chart' } as const;
    const values = {
      image: { repository: web.name(), tag: web.tag() },
      sidecars: [{ name: 'side', tag: side.tag() }],
      images: [side.reference()],
      script: '#!/bin/sh\necho "a # b"\n\nexit 0\n',
      plain: 'ghcr.io/example/web:6.7.1',
      quoted: 'yes',
      empty: null,
    };
    new HelmRelease(app, 'release', { chartRef, values });
    configMapIn(app, 'plain', { data: { tag: '6.7.1' } });
  }).tree;
}

function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  expect(now).toHaveLength(old.length);
  return now.flatMap((line, index) => (line === old[index] ? [] : [line.trim()]));
}

const policies = {
  'flux-system:web': { name: 'ghcr.io/example/web', tag: '6.10.0' },
  'flux-system:web-side': { name: 'ghcr.io/example/side', tag: '1.1' },
};

it('the setters of Flux change the marked lines and no others', async () => {
  const tree = appWithImages();
  const changed = new Map<string, string[]>();
  for (const [path, text] of tree) {
    const lines = changedLines(text, await setImages(text, policies));
    if (lines.length > 0) changed.set(path.slice(folder.length + 1), lines);
  }
  expect(Object.fromEntries(changed)).toEqual({
    'deployment.web.yaml': [
      'image: ghcr.io/example/web:6.10.0 # {"$imagepolicy": "flux-system:web"}',
      'image: ghcr.io/example/side:1.1 # {"$imagepolicy": "flux-system:web-side"}',
    ],
    'helmrelease.release.yaml': [
      'tag: "6.10.0" # {"$imagepolicy": "flux-system:web:tag"}',
      '- ghcr.io/example/side:1.1 # {"$imagepolicy": "flux-system:web-side"}',
      'tag: "1.1" # {"$imagepolicy": "flux-system:web-side:tag"}',
    ],
  });
});

it('the setters of Flux leave a tree as it is whose images are the latest', async () => {
  const current = {
    'flux-system:web': { name: 'ghcr.io/example/web', tag: '6.7.1' },
    'flux-system:web-side': { name: 'ghcr.io/example/side', tag: '1.0' },
  };
  for (const [, text] of appWithImages()) expect(await setImages(text, current)).toBe(text);
});
