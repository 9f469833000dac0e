import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiObject, Chart, Helm, Include, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppChart } from '../../lib/index.ts';
import type { JsonObject, Manifest } from '../../lib/kubernetes/index.ts';
import {
  appIn,
  cleanSynth,
  codesOf,
  clusterIn,
  configMapIn,
  type Define,
  filesBelow,
  manifestIn,
  manifestsIn,
  synth,
} from '../support/fleet.ts';
import { newFleet } from '../../lib/program.ts';
import { temporaryFolder } from '../support/folder.ts';

const containers = [{ image: 'nginx:1.29', portNumber: 80 }];

/** Everything of cdk8s-plus that puts names or addresses of other constructs into its own. */
function define(app: AppChart): void {
  const web = new kplus.Deployment(app, 'web', { containers });
  const worker = new kplus.StatefulSet(app, 'worker', {
    containers,
    service: new kplus.Service(app, 'headless', { ports: [{ port: 80 }] }),
  });
  const csi = kplus.Volume.fromCsi(app, 'csi', 'secrets.csi.k8s.io');
  web.containers[0]?.mount('/secrets', csi);
  web.exposeViaService();
  web.connections.allowFrom(worker);
  web.scheduling.colocate(worker);
  web.scheduling.separate(new kplus.DaemonSet(app, 'agent', { containers }));
  const accounts = ['a', 'b', 'c', 'd'].map((id) => new kplus.ServiceAccount(app, id));
  new kplus.Role(app, 'reader').bind(...accounts);
  new kplus.ConfigMap(app, 'settings').permissions.grantRead(...accounts);
}

const wrapped = (scope: Construct, depth: number): Construct =>
  depth === 0 ? scope : wrapped(new Construct(scope, `wrapper-${depth}`), depth - 1);

/** The files of the app `web` in a cluster. */
function appFiles(definition: Define, cluster: string): Map<string, string> {
  return filesBelow(cleanSynth(definition), `clusters/${cluster}/apps/web`);
}

const atHome = () => appFiles((fleet) => define(appIn(clusterIn(fleet))), 'home');

describe('an app renders to the same bytes', () => {
  it('under wrapping constructs', () => {
    const moved = appFiles((fleet) => define(appIn(wrapped(clusterIn(fleet), 3))), 'home');
    expect(moved).toEqual(atHome());
  });

  it('in a cluster of another name', () => {
    const moved = appFiles((fleet) => define(appIn(clusterIn(fleet, 'lab'))), 'lab');
    expect(moved).toEqual(atHome());
  });

  it('in two clusters of one fleet', () => {
    const both = cleanSynth((fleet) => {
      for (const name of ['home', 'lab']) define(appIn(clusterIn(fleet, name)));
    });
    expect(filesBelow(both, 'clusters/lab/apps/web')).toEqual(
      filesBelow(both, 'clusters/home/apps/web'),
    );
  });

  it('beside other apps with objects of the same ids', () => {
    const moved = appFiles((fleet) => {
      const cluster = clusterIn(fleet);
      define(appIn(cluster, 'other', { namespace: 'elsewhere' }));
      define(appIn(cluster));
    }, 'home');
    expect(moved).toEqual(atHome());
  });

  it('with permissions for subjects in an order that hashes of paths would change', () => {
    // Four subjects have 24 orders, so 12 clusters hardly share one.
    const renders = Array.from({ length: 12 }, (_, index) => {
      const name = `cluster-${index}`;
      return appFiles((fleet) => define(appIn(clusterIn(fleet, name))), name);
    });
    for (const each of renders) expect([...each.keys()]).toEqual([...atHome().keys()]);
  });
});

describe('names inside an app', () => {
  it('hold neither the cluster nor a hash of the path', () => {
    const text = [...atHome()].flat().join('\n');
    expect(text).not.toMatch(/home|c8[0-9a-f]{6}/);
  });

  it('hold neither in the labels by which ClusterRoles are combined', () => {
    const manifests = manifestsIn((app) => {
      const all = new kplus.ClusterRole(app, 'all');
      all.combine(new kplus.ClusterRole(app, 'part'));
    });
    expect(JSON.stringify(manifests)).not.toMatch(/home|c8[0-9a-f]{6}/);
  });

  it('combine only the ClusterRoles that were combined', () => {
    const manifests = manifestsIn((app) => {
      for (const id of ['a', 'b']) {
        new kplus.ClusterRole(app, id).combine(new kplus.ClusterRole(app, `${id}-part`));
      }
    });
    const labels = manifests.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {}));
    expect(new Set(labels).size).toBe(2);
  });

  it('are the ids on the way to an object', () => {
    const manifest = manifestIn((app) => configMapIn(new Construct(app, 'outer'), 'inner'));
    expect(manifest.metadata.name).toBe('outer-inner');
  });

  it('leave out the ids that say nothing', () => {
    const manifest = manifestIn((app) => configMapIn(new Construct(app, 'outer'), 'Resource'));
    expect(manifest.metadata.name).toBe('outer');
  });

  it('fall back to the id of the app', () => {
    const manifest = manifestIn((app) => configMapIn(app, 'Default'));
    expect(manifest.metadata.name).toBe('web');
  });

  it('are relative in a chart of cdk8s inside the app', () => {
    const manifest = manifestIn((app) =>
      configMapIn(new Chart(app, 'chart', { namespace: 'demo' }), 'config'),
    );
    expect(manifest.metadata.name).toBe('chart-config');
  });

  it.each([
    ['my_Volume.cache', 'my-volume-cache'],
    ['_.cache-', 'cache'],
  ])('are DNS labels for volumes, also from the id %s', (id, name) => {
    const spec = podSpec(
      manifestIn((app) => {
        const volumes = [kplus.Volume.fromCsi(app, id, 'csi.example')];
        new kplus.Deployment(app, 'web', { containers, volumes });
      }),
    );
    expect(spec['volumes']).toMatchObject([{ name }]);
  });

  it('are DNS labels for volumes whose ids hold no letter or digit', () => {
    const names = ['_', '__'].map((id) =>
      Names.toDnsLabel(new Construct(appIn(clusterIn(newFleet())), id)),
    );
    expect(names).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}$/),
      expect.stringMatching(/^[0-9a-f]{8}$/),
    ]);
  });

  it('are reported for objects, and not changed, where Kubernetes would refuse them', () => {
    expect(codesOf((fleet) => configMapIn(appIn(clusterIn(fleet)), 'my_config'))).toEqual([
      'invalid-name',
    ]);
  });

  it('hold what another app is, where a connection goes to it', () => {
    const peersIn = (cluster: string) => {
      const synthesis = cleanSynth((fleet) => {
        const scope = wrapped(clusterIn(fleet, cluster), cluster.length);
        const [web, db] = ['web', 'db'].map(
          (id) => new kplus.Deployment(appIn(scope, id), id, { containers }),
        );
        if (web && db)
          web.connections.allowTo(db, { isolation: kplus.PodConnectionsIsolation.POD });
      });
      return [...filesBelow(synthesis, `clusters/${cluster}/apps/web`).keys()];
    };
    expect(peersIn('home')).toContain('networkpolicy.web-allowegress-4f717e66.yaml');
    expect(peersIn('lab')).toEqual(peersIn('home'));
  });

  it('differ for volumes whose long paths differ only at their ends', () => {
    const spec = podSpec(
      manifestIn((app) => {
        const scope = new Construct(app, 'x'.repeat(60));
        const volumes = ['one', 'two'].map((id) => kplus.Volume.fromCsi(scope, id, 'csi.example'));
        new kplus.Deployment(app, 'web', { containers, volumes });
      }),
    );
    const names = (spec['volumes'] as { name: string }[]).map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
  });
});

function podSpec(manifest: Manifest | undefined): JsonObject {
  const { template } = manifest?.['spec'] as { template: { spec: JsonObject } };
  return template.spec;
}

const addr = 'cdk8s.io/metadata.addr';

/** Every value of the selector label in an object. */
function selectors(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === addr && typeof item === 'string') return [item];
    const { key: named, values } = item as { key?: unknown; values?: string[] };
    return named === addr ? (values ?? []) : selectors(item);
  });
}

describe('the selector label', () => {
  const manifests = manifestsIn(define);
  const of = (kind: string) => selectors(manifests.filter((each) => each.kind === kind));

  it('names kind and name of a Deployment, in its selector and its pods', () => {
    const web = manifests.find(({ kind }) => kind === 'Deployment')?.['spec'];
    const { selector, template } = web as { selector: unknown; template: JsonObject };
    expect([...selectors(selector), ...selectors(template['metadata'])]).toEqual([
      'deployment-web',
      'deployment-web',
    ]);
  });

  it('is the same in the Service of a Deployment', () => {
    expect(of('Service')).toContain('deployment-web');
  });

  it('is the same in both NetworkPolicies of a connection', () => {
    expect(new Set(of('NetworkPolicy'))).toEqual(new Set(['deployment-web', 'statefulset-worker']));
  });

  it.each([
    ['affinity', 'podAffinity', 'statefulset-worker'],
    ['anti-affinity', 'podAntiAffinity', 'daemonset-agent'],
  ])('is the same in the %s to another workload', (_, field, label) => {
    const web = manifests.find(({ kind }) => kind === 'Deployment');
    const affinity = podSpec(web)['affinity'] as JsonObject;
    expect(selectors(affinity[field])).toEqual([label]);
  });

  it('tells two workloads of one name apart', () => {
    const found = manifestsIn((app) => {
      new kplus.Deployment(app, 'a', { metadata: { name: 'web' }, containers });
      new kplus.DaemonSet(app, 'b', { metadata: { name: 'web' }, containers });
    });
    expect(new Set(selectors(found))).toEqual(new Set(['deployment-web', 'daemonset-web']));
  });

  it('is shortened to what a label may hold', () => {
    const found = manifestsIn((app) => {
      const metadata = { name: 'x'.repeat(80) };
      new kplus.Deployment(app, 'a', { metadata, containers });
    });
    expect(selectors(found)[0]).toMatch(/^deployment-x+-[0-9a-f]{8}$/);
    expect(selectors(found)[0]).toHaveLength(63);
  });

  it('is right for a workload that was added after another was rendered', () => {
    const found = manifestsIn((app) => {
      const first = new kplus.Deployment(app, 'first', { containers });
      ApiObject.of(first).toJson();
      new kplus.Deployment(app, 'second', { containers });
    });
    expect(new Set(selectors(found))).toEqual(new Set(['deployment-first', 'deployment-second']));
  });
});

/** A program that takes the place of helm and answers with a ConfigMap of the release's name. */
function fakeHelm(): string {
  const file = path.join(temporaryFolder(), 'helm');
  const manifest = String.raw`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s-config\n`;
  writeFileSync(file, `#!/bin/sh\nprintf '${manifest}' "$2"\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('what cdk8s brings', () => {
  it('gets a Helm release name from the path inside the app', () => {
    const helmExecutable = fakeHelm();
    const manifest = manifestIn((app) => {
      new Helm(new Construct(app, 'outer'), 'chart', { chart: 'x', helmExecutable });
    });
    expect(manifest.metadata.name).toBe('outer-chart-config');
  });

  it('gets a Helm release name that Helm accepts from a long path', () => {
    const helmExecutable = fakeHelm();
    const manifest = manifestIn((app) => {
      new Helm(app, 'x'.repeat(60), { chart: 'x', helmExecutable });
    });
    expect(manifest.metadata.name.length - '-config'.length).toBeLessThanOrEqual(53);
  });

  it('puts the objects of an Include into the app, by their own names', () => {
    const url = path.join(temporaryFolder(), 'objects.yaml');
    writeFileSync(url, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: from-file\n');
    const manifest = manifestIn((app) => new Include(app, 'include', { url }));
    expect(manifest.metadata).toEqual({ name: 'from-file', namespace: 'demo' });
  });
});

/** Constructs by id: an object where there are no children. */
interface Tree {
  readonly [id: string]: Tree;
}

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constant({}),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'Resource'), tie('tree'), { maxKeys: 3 }),
  ),
})).tree;

function build(scope: Construct, tree: Tree): void {
  for (const [id, children] of Object.entries(tree)) {
    if (Object.keys(children).length > 0) build(new Construct(scope, id), children);
    else new kplus.Deployment(scope, id, { containers }).exposeViaService();
  }
}

it('any tree of workloads is the same wherever its app stands', () => {
  const filesOf = (tree: Tree, cluster: string, depth: number) => {
    const synthesis = synth((fleet) =>
      build(appIn(wrapped(clusterIn(fleet, cluster), depth)), tree),
    );
    return filesBelow(synthesis, `clusters/${cluster}/apps/web`);
  };
  const clusters = fc.constantFrom('home', 'lab', 'c8');
  fc.assert(
    fc.property(trees, clusters, fc.nat({ max: 4 }), (tree, cluster, depth) => {
      expect(filesOf(tree, cluster, depth)).toEqual(filesOf(tree, 'home', 0));
    }),
    { numRuns: 60 },
  );
});
