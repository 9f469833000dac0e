import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { home } from '../../clusters/home/index.ts';
import { lab } from '../../clusters/lab/index.ts';
import { staging } from '../../clusters/staging/index.ts';
import { valueAt } from '../../lib/kubernetes/index.ts';
import { newFleet } from '../../lib/program.ts';
import { synthesize } from '../../lib/synth/index.ts';
import { hasNodePrograms } from '../../tools/node-programs.ts';
import { checkout } from '../../tools/process.ts';
import { parsed } from '../support/fleet.ts';
import { copyOfSources, type Dependency, extract, validateConfiguration } from './renovate.ts';
import { type Version, versionsIn } from './versions.ts';

const folders = ['apps', 'charts', 'clusters', 'examples', 'tools', '.gitlab-ci.yml'];

/** Versions in the sources that Renovate does not find. */
function missing(folder: string, dependencies: readonly Dependency[]): Version[] {
  const found = new Set(dependencies.map((each) => `${each.file} ${each.currentValue}`));
  return versionsIn(folder, folders).filter(({ file, value }) => !found.has(`${file} ${value}`));
}

/** Images, charts, tags and Flux in what the clusters are given, as `name version`. */
function versionsOfFleet(): string[] {
  const fleet = newFleet();
  for (const define of [home, lab, staging]) define(fleet);
  const synthesis = synthesize(fleet, { readText: (file) => readFileSync(file, 'utf8') });
  const found = [...synthesis.tree.keys()].flatMap((path) => {
    if (!path.endsWith('.yaml')) return [];
    const manifest = parsed(synthesis, path);
    const at = (...fields: string[]) => valueAt(manifest, ...fields) as string | undefined;
    const version = at('spec', 'chart', 'spec', 'version') ?? at('spec', 'ref', 'tag');
    const chart = at('spec', 'chart', 'spec', 'chart') ?? at('spec', 'url')?.replace('oci://', '');
    const flux = at('spec', 'distribution', 'version');
    return [
      ...imagesIn(manifest),
      ...(version === undefined ? [] : [`${String(chart)} ${version}`]),
      ...(flux === undefined ? [] : [`fluxcd/flux2 ${flux}`]),
    ];
  });
  const kubernetes = fleet.clusters.map((each) => `kubernetes/kubernetes ${each.kubernetes}`);
  return [...new Set([...found, ...kubernetes])].filter((each) => !each.includes('/example/'));
}

function imagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (typeof each !== 'string' || !/^image(Name)?$/.test(key)) return imagesIn(each);
    return /^(.+\/.+):([^:]+)$/.test(each) ? [each.replace(/:([^:]+)$/, ' $1')] : [];
  });
}

describe.skipIf(!hasNodePrograms)('Renovate', { timeout: 180_000 }, () => {
  let folder: string;
  let dependencies: readonly Dependency[];
  beforeAll(async () => {
    const endings: (() => unknown)[] = [];
    const later = (end: unknown) => void endings.push(end as () => unknown);
    folder = copyOfSources(later);
    dependencies = await extract(folder, later);
    return () => endings.forEach((end) => end());
  }, 600_000);

  test('takes its configuration', async () => {
    await expect(validateConfiguration(join(checkout, 'renovate.json'))).resolves.toContain(
      'Config validated successfully',
    );
  });

  test('can compile the patterns as RE2 does, which looks neither ahead nor back', () => {
    const text = readFileSync(join(checkout, 'renovate.json'), 'utf8');
    const { customManagers } = JSON.parse(text) as { customManagers: { matchStrings: string[] }[] };
    const patterns = customManagers.flatMap(({ matchStrings }) => matchStrings);
    expect(patterns.length).toBeGreaterThan(10);
    expect(patterns.filter((each) => /\(\?<?[=!]|\\[1-9k]/.test(each))).toEqual([]);
  });

  test('finds every version that the sources name', () => {
    expect(missing(folder, dependencies)).toEqual([]);
  });

  test('finds every version that the clusters are given', () => {
    const found = new Set(dependencies.map((each) => `${each.depName} ${each.currentValue}`));
    const fleet = versionsOfFleet();
    expect(fleet.length).toBeGreaterThan(15);
    expect(fleet.filter((each) => !found.has(each))).toEqual([]);
  });

  test('finds every dependency of npm, and every program of Go', () => {
    const npm = dependencies.filter(({ manager }) => manager === 'npm');
    for (const file of ['package.json', 'tools/node-programs/package.json']) {
      const { dependencies: all, devDependencies: more } = JSON.parse(
        readFileSync(join(checkout, file), 'utf8'),
      ) as Record<string, Record<string, string>>;
      const names = npm.filter((each) => each.file === file).map(({ depName }) => depName);
      expect(names).toEqual(expect.arrayContaining(Object.keys({ ...all, ...more })));
    }
    const modules = dependencies.filter(({ manager }) => manager === 'gomod');
    expect(new Set(modules.map(({ file }) => file)).size).toBe(
      readdirSync(join(checkout, 'tools/programs')).length,
    );
  });

  test('finds every action of the workflows', () => {
    const names = readdirSync(join(checkout, '.github/workflows'));
    const used = names.flatMap((name) => {
      const text = readFileSync(join(checkout, '.github/workflows', name), 'utf8');
      return [...text.matchAll(/uses: (\S+)@\S+ # (\S+)/g)].map(([, ...each]) => each.join(' '));
    });
    const found = dependencies
      .filter(({ file, depName }) => file.startsWith('.github/') && depName.includes('/'))
      .map(({ depName, currentValue }) => `${depName} ${currentValue}`);
    expect(found.sort()).toEqual(used.sort());
  });

  test.each([
    ['docker.io/traefik/whoami', 'docker', undefined, undefined],
    ['cert-manager', 'helm', undefined, ['https://charts.jetstack.io/']],
    ['ghcr.io/flux-iac/charts/tofu-controller', 'docker', 'helm', undefined],
    ['https://git.deuxfleurs.fr/Deuxfleurs/garage', 'git-tags', 'semver-coerced', undefined],
    ['kubernetes/kubernetes', 'github-releases', 'loose', undefined],
    ['fluxcd/flux2', 'github-releases', 'npm', undefined],
  ])('asks for %s where it is published: %s', (name, datasource, versioning, registryUrls) => {
    const found = dependencies.find(({ depName }) => depName === name);
    expect(found).toMatchObject({ datasource });
    expect(found?.versioning).toBe(versioning);
    expect(found?.registryUrls).toEqual(registryUrls);
  });

  test('asks for the modules of Flux by the names that Go knows', () => {
    const flux = dependencies.filter(
      ({ file, depName }) => file === 'tools/crds.ts' && depName.startsWith('fluxcd/'),
    );
    expect(flux.map(({ packageName }) => packageName)).toContain(
      'github.com/fluxcd/helm-controller',
    );
  });

  test('finds what stands elsewhere, and the test says what it does not find', async () => {
    const changed = copyOfSources(onTestFinished, {
      'apps/added/index.ts': `
        const runners = new Map([['a', "quay.io/a/runner:1.2.3"]]);
        const image = Image.of('quay.io/a/moved', { tag: '2.0.1', policy });
        // renovate: datasource=github-tags depName=a/tool
        const tool = { release: 'v3.4.5' };
        const hidden = { release: '9.9.9' };
        const image2 = 'quay.io/a/b:' + '7.7.7';
      `,
      'clusters/added/talconfig.yaml': 'talosVersion: v1.11.3\nkubernetesVersion: v1.34.2\n',
      'apps/added/release.yaml':
        'kind: Deployment\nspec: { containers: [{ name: a, image: quay.io/a/plain:4.5.6 }] }\n',
    });
    const found = (await extract(changed, onTestFinished)).filter(({ file }) =>
      file.includes('added/'),
    );
    expect(found.map(({ depName, currentValue }) => `${depName} ${currentValue}`).sort()).toEqual([
      'a/tool v3.4.5',
      'kubernetes/kubernetes v1.34.2',
      'quay.io/a/moved 2.0.1',
      'quay.io/a/plain 4.5.6',
      'quay.io/a/runner 1.2.3',
      'siderolabs/talos v1.11.3',
    ]);
    expect(missing(changed, found).filter(({ file }) => file.includes('added/'))).toEqual([
      { file: 'apps/added/index.ts', value: '9.9.9' },
      { file: 'apps/added/index.ts', value: '7.7.7' },
    ]);
  });
});
