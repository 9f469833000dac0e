import * as kplus from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import {
  type AppChart,
  type AppChartProps,
  type ClusterProps,
  Environment,
  GitRepository,
  type GitRepositoryProps,
  Image,
  type ImageProps,
  ImageUpdates,
  semver,
} from '../../../lib/index.ts';
import type { Fleet } from '../../../lib/index.ts';
import type { Synthesis } from '../../../lib/synth/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  codesOf,
  configMapIn,
  filesBelow,
  onlyDiagnostic,
  parsed,
} from '../../support/fleet.ts';

const source = { url: 'ssh://git@example.org/manifests', branch: 'main', secret: 'flux-writes' };

function podinfo(more: Partial<ImageProps> = {}): Image {
  return Image.of('ghcr.io/stefanprodan/podinfo', { tag: '6.7.1', policy: semver('6.x'), ...more });
}

type DefineApp = (app: AppChart) => unknown;

function home(define: DefineApp, app: AppChartProps = {}, cluster: Partial<ClusterProps> = {}) {
  return (fleet: Fleet) => {
    define(appIn(clusterIn(fleet, 'home', { source, ...cluster }), 'web', app));
  };
}

function filesOf(define: DefineApp): Map<string, string> {
  return filesBelow(cleanSynth(home(define)), 'clusters/home/apps/web');
}

/** The lines with a marker in the ConfigMap `config`. */
function marked(data: (image: Image) => object): string[] {
  const files = filesOf((app) => configMapIn(app, 'config', { data: data(podinfo()) }));
  const text = files.get('configmap.config.yaml') ?? '';
  return text.split('\n').flatMap((line) => (line.includes('#') ? line.trim() : []));
}

describe('an image stands with a marker', () => {
  it('as a whole', () => {
    expect(marked((image) => ({ image: image.reference() }))).toEqual([
      'image: ghcr.io/stefanprodan/podinfo:6.7.1 # {"$imagepolicy": "flux-system:web-podinfo"}',
    ]);
  });

  it('as a whole where it becomes text', () => {
    expect(marked((image) => ({ image: String(image) }))).toEqual([
      'image: ghcr.io/stefanprodan/podinfo:6.7.1 # {"$imagepolicy": "flux-system:web-podinfo"}',
    ]);
  });

  it('as name and tag in fields of their own', () => {
    expect(marked((image) => ({ image: { repository: image.name(), tag: image.tag() } }))).toEqual([
      'repository: ghcr.io/stefanprodan/podinfo # {"$imagepolicy": "flux-system:web-podinfo:name"}',
      'tag: "6.7.1" # {"$imagepolicy": "flux-system:web-podinfo:tag"}',
    ]);
  });

  it('as name and tag that a template put together', () => {
    expect(marked((image) => ({ image: `${image.name()}:${image.tag()}` }))).toEqual([
      'image: ghcr.io/stefanprodan/podinfo:6.7.1 # {"$imagepolicy": "flux-system:web-podinfo"}',
    ]);
  });

  it('as an item of a list', () => {
    expect(marked((image) => ({ images: [image.reference()] }))).toEqual([
      '- ghcr.io/stefanprodan/podinfo:6.7.1 # {"$imagepolicy": "flux-system:web-podinfo"}',
    ]);
  });

  it('in a container of cdk8s-plus', () => {
    const text = filesOf((app) => {
      new kplus.Deployment(app, 'web', { containers: [{ image: podinfo().reference() }] });
    }).get('deployment.web.yaml');
    expect(text).toMatch(/ image: ghcr\.io\/stefanprodan\/podinfo:6\.7\.1 # \{"\$imagepolicy"/);
  });
});

it('other lines are as without a policy', () => {
  const text = (image: string) =>
    filesOf((app) => configMapIn(app, 'config', { data: { a: 'x', image, z: '# y' } })).get(
      'configmap.config.yaml',
    );
  const withPolicy = text(podinfo().reference())?.replace(/ # \{.*/, '');
  expect(withPolicy).toBe(text('ghcr.io/stefanprodan/podinfo:6.7.1'));
});

describe('Flux follows an image', () => {
  const define: DefineApp = (app) =>
    configMapIn(app, 'config', { data: { image: podinfo().reference() } });

  it('by an ImageRepository and an ImagePolicy beside the app', () => {
    const synthesis = cleanSynth(home(define));
    const folder = 'clusters/home/apps/web';
    expect(parsed(synthesis, `${folder}/imagerepository.flux-system_web-podinfo.yaml`)).toEqual({
      apiVersion: 'image.toolkit.fluxcd.io/v1',
      kind: 'ImageRepository',
      metadata: { name: 'web-podinfo', namespace: 'flux-system' },
      spec: { image: 'ghcr.io/stefanprodan/podinfo', interval: '1h', timeout: '1m' },
    });
    expect(parsed(synthesis, `${folder}/imagepolicy.flux-system_web-podinfo.yaml`)).toEqual({
      apiVersion: 'image.toolkit.fluxcd.io/v1',
      kind: 'ImagePolicy',
      metadata: {
        name: 'web-podinfo',
        namespace: 'flux-system',
        annotations: { 'sluice.dev/declared-image': 'ghcr.io/stefanprodan/podinfo:6.7.1' },
        labels: { 'sluice.dev/app': 'web', 'sluice.dev/environment': 'production' },
      },
      spec: {
        imageRepositoryRef: { name: 'web-podinfo' },
        policy: { semver: { range: '6.x' } },
      },
    });
  });

  it('once where an app uses it twice', () => {
    const files = filesOf((app) => {
      define(app);
      configMapIn(app, 'other', { data: { tag: podinfo().tag() } });
    });
    expect([...files.keys()].filter((name) => name.startsWith('imagepolicy'))).toHaveLength(1);
  });

  it('with settings for its registry', () => {
    const image = podinfo({ repository: { secretRef: { name: 'registry' } } });
    const synthesis = cleanSynth(
      home((app) => configMapIn(app, 'config', { data: { tag: image.tag() } })),
    );
    const path = 'clusters/home/apps/web/imagerepository.flux-system_web-podinfo.yaml';
    expect(parsed(synthesis, path)['spec']).toMatchObject({ secretRef: { name: 'registry' } });
  });

  it('with the image controllers', () => {
    const synthesis = cleanSynth(home(define));
    const { components } = parsed(synthesis, 'clusters/home/flux-system/fluxinstance.flux.yaml')[
      'spec'
    ] as { components: string[] };
    expect(components.slice(-2)).toEqual([
      'image-reflector-controller',
      'image-automation-controller',
    ]);
  });

  it('by an automation that writes to the folder of the app and says skip ci', () => {
    const synthesis = cleanSynth(home(define));
    const path = 'clusters/home/flux/imageupdateautomation.images-production.yaml';
    expect(parsed(synthesis, path)['spec']).toEqual({
      interval: '1h',
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      policySelector: { matchLabels: { 'sluice.dev/environment': 'production' } },
      git: {
        checkout: { ref: { branch: 'main' } },
        commit: {
          author: { name: 'Flux', email: 'flux@example.org' },
          messageTemplate: expect.stringContaining('[skip ci]') as string,
        },
        push: { branch: 'main' },
      },
      update: { strategy: 'Setters', path: './clusters/home/apps/web' },
    });
  });
});

/** A cluster with an app in production, and the same in development. */
function bothEnvironments(): Synthesis {
  return cleanSynth((fleet) => {
    const cluster = clusterIn(fleet, 'home', { source });
    const apps = [
      appIn(cluster, 'a', { namespace: 'a' }),
      appIn(cluster, 'b', { namespace: 'b' }),
      appIn(cluster, 'dev', { environment: Environment.development, namespace: 'dev' }),
    ];
    for (const app of apps) configMapIn(app, 'config', { data: { tag: podinfo().tag() } });
  });
}

it('environments have automations of their own, each in the folder that its apps share', () => {
  const synthesis = bothEnvironments();
  const path = (environment: string) => {
    const file = `clusters/home/flux/imageupdateautomation.images-${environment}.yaml`;
    return (parsed(synthesis, file)['spec'] as { update: { path: string } }).update.path;
  };
  expect([path('production'), path('development')]).toEqual([
    './clusters/home/apps',
    './clusters/home/apps/dev',
  ]);
});

describe('an app with a repository of its own', () => {
  const updating = (props: Partial<GitRepositoryProps>) => (app: AppChart) => {
    const url = 'ssh://git@example.org/shop';
    const { sourceRef } = new GitRepository(app, 'source', { url, ...props });
    const [branch, path] = ['main', 'deploy/production'];
    new ImageUpdates(app, 'updates', { source: sourceRef, branch, path, images: [podinfo()] });
  };
  const define: DefineApp = updating({ secretRef: { name: 'shop-writes' } });
  const { secret: _, ...readable } = source;
  const synthesis = () => cleanSynth(home(define, {}, { source: readable }));

  it('has an automation that writes there, and needs no other', () => {
    const files = [...synthesis().tree.keys()].filter((path) => path.includes('automation'));
    expect(files).toEqual([
      'clusters/home/apps/web/imageupdateautomation.flux-system_web-updates.yaml',
    ]);
    expect(parsed(synthesis(), files[0] ?? '')['spec']).toMatchObject({
      sourceRef: { kind: 'GitRepository', name: 'source', namespace: 'demo' },
      policySelector: { matchLabels: { 'sluice.dev/app': 'web' } },
      git: { checkout: { ref: { branch: 'main' } }, push: { branch: 'main' } },
      update: { path: './deploy/production' },
    });
  });

  it('has the policies of its images', () => {
    const path = 'clusters/home/apps/web/imagepolicy.flux-system_web-podinfo.yaml';
    expect(parsed(synthesis(), path).metadata.labels).toEqual({ 'sluice.dev/app': 'web' });
  });

  it('is refused where its source has nothing to push with', () => {
    const { message } = onlyDiagnostic(home(updating({})), 'missing-write-access');
    expect(message).toBe(
      'Flux has no credentials with which it could commit tags to ssh://git@example.org/shop',
    );
  });

  it('may log in as its workload', () => {
    expect(codesOf(home(updating({ provider: 'azure' })))).toEqual([]);
  });

  it('may have images in its manifests too', () => {
    const both: DefineApp = (app) => {
      define(app);
      configMapIn(app, 'config', { data: { tag: podinfo().tag() } });
    };
    const path = 'clusters/home/apps/web/imagepolicy.flux-system_web-podinfo.yaml';
    expect(parsed(cleanSynth(home(both)), path).metadata.labels).toEqual({
      'sluice.dev/app': 'web',
      'sluice.dev/environment': 'production',
    });
  });
});

describe('it is refused', () => {
  it.each([
    ['beside other text', (image: Image) => `--image=${image.reference()}`, 'mixed-image'],
    [
      'twice in one text',
      (image: Image) => `${image.reference()} ${image.reference()}`,
      'mixed-image',
    ],
    ['cut off', (image: Image) => image.reference().slice(0, 30), 'broken-token'],
    ['cut at its start', (image: Image) => image.reference().slice(20), 'broken-token'],
    ['in base64', (image: Image) => btoa(image.tag()), 'broken-token'],
    ['in capitals', (image: Image) => image.tag().toUpperCase(), 'broken-token'],
  ])('%s', (_, text, code) => {
    const define = home((app) => configMapIn(app, 'config', { data: { a: text(podinfo()) } }));
    expect(codesOf(define)).toEqual([code]);
    expect(onlyDiagnostic(define, code as 'mixed-image').location.field).toBe('data.a');
  });

  it('in a key', () => {
    const define = home((app) => configMapIn(app, 'config', { data: { [podinfo().tag()]: 'a' } }));
    expect(codesOf(define)).toContain('mixed-image');
  });

  it('in an app whose objects kustomize moves', () => {
    const define = home((app) => configMapIn(app, 'config', { data: { tag: podinfo().tag() } }), {
      kustomization: { targetNamespace: 'other' },
    });
    expect(codesOf(define)).toContain('invalid-construct');
  });

  it('where Flux has nothing to push with', () => {
    const { secret: _, ...readable } = source;
    const define = home(
      (app) => configMapIn(app, 'config', { data: { tag: podinfo().tag() } }),
      {},
      { source: readable },
    );
    expect(codesOf(define)).toEqual(['missing-write-access']);
  });

  it('with two tags', () => {
    const define = home((app) =>
      configMapIn(app, 'config', {
        data: { a: podinfo().tag(), b: podinfo({ tag: '6.8.0' }).tag() },
      }),
    );
    expect(codesOf(define)).toContain('duplicate-object');
  });

  it.each(['ghcr.io/a/b:1.0', 'nginx:1', 'a b', ''])('as %s, which is no name', (name) => {
    expect(() => Image.of(name, { tag: '1', policy: semver('1.x') })).toThrow('no name');
  });
});
