import { ApiObject } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppChart } from '../../lib/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  filesBelow,
  parsed,
  synth,
} from '../support/fleet.ts';

interface Id {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

const rbac = 'rbac.authorization.k8s.io/v1';

function define(app: AppChart, objects: readonly Id[]): void {
  for (const [index, { apiVersion, kind, ...metadata }] of objects.entries()) {
    new ApiObject(app, `object-${index}`, { apiVersion, kind, metadata });
  }
}

/** The files of an app of namespace `demo` with these objects, in the order of the tree. */
function filesOf(...objects: readonly Id[]): string[] {
  const synthesis = synth((fleet) => define(appIn(clusterIn(fleet)), objects));
  return [...filesBelow(synthesis, 'clusters/home/apps/web').keys()].filter(
    (file) => file !== 'kustomization.yaml',
  );
}

describe('the file of an object is named', () => {
  it('by kind and name', () => {
    expect(filesOf({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' })).toEqual([
      'deployment.web.yaml',
    ]);
  });

  it('with the namespace where that is not the app’s', () => {
    const object = { apiVersion: 'v1', kind: 'Secret', name: 'a', namespace: 'other' };
    expect(filesOf(object)).toEqual(['secret.other_a.yaml']);
  });

  it('without characters that file systems refuse', () => {
    const object = { apiVersion: rbac, kind: 'ClusterRole', name: 'system:Node*' };
    expect(filesOf(object)).toEqual(['clusterrole.system=3a=4eode=2a.yaml']);
  });

  it('with its group where that is neither of Kubernetes nor of Flux', () => {
    const object = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' };
    expect(filesOf(object)).toEqual(['service.web.serving.knative.dev.yaml']);
  });

  it('inside the directory of the app, whatever its kind', () => {
    expect(filesOf({ apiVersion: 'v1', kind: '../../Evil', name: 'a' })).not.toContainEqual(
      expect.stringContaining('/'),
    );
  });
});

const kinds = fc.constantFrom(
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'a.example/v1', kind: 'Service' },
  { apiVersion: 'b.example/v1', kind: 'Service' },
  { apiVersion: rbac, kind: 'Role' },
  { apiVersion: rbac, kind: 'ClusterRole' },
);

function objectsOf(...names: string[]): fc.Arbitrary<Id[]> {
  const metadata = fc.record({
    name: fc.constantFrom(...names),
    namespace: fc.constantFrom('demo', 'b', 'other'),
  });
  const ids = fc.tuple(kinds, metadata).map(([kind, rest]): Id => ({ ...kind, ...rest }));
  return fc.uniqueArray(ids, {
    maxLength: 8,
    selector: ({ apiVersion, kind, name, namespace }) =>
      [apiVersion, kind, name, kind === 'ClusterRole' ? '' : namespace].join(),
  });
}

it('any two objects have two files', () => {
  const names = ['a', 'N2d', '\u4e2d', '=4e', 'b_a', 'a.b.example'];
  // A name may end in the group of another object.
  const likely: Id[] = [
    { apiVersion: 'v1', kind: 'Service', name: 'a.b.example' },
    { apiVersion: 'b.example/v1', kind: 'Service', name: 'a' },
  ];
  fc.assert(
    fc.property(objectsOf(...names), (objects) => {
      expect(filesOf(...objects)).toHaveLength(objects.length);
    }),
    { numRuns: 150, examples: [[likely]] },
  );
});

it('no object renames another’s file', () => {
  fc.assert(
    fc.property(objectsOf('a', 'N2d', '\u4e2d', '=4e', 'b_a'), (objects) => {
      const alone = objects.flatMap((object) => filesOf(object));
      expect(filesOf(...objects).sort()).toEqual(alone.sort());
    }),
    { numRuns: 150 },
  );
});

describe('kustomization.yaml', () => {
  function synthApp(objects: readonly Id[]): Synthesis {
    return cleanSynth((fleet) => define(appIn(clusterIn(fleet)), objects));
  }

  it('lists the files in the order in which Flux applies them', () => {
    const kinds = [
      ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
      ['apps/v1', 'Deployment'],
      ['v1', 'Service'],
      ['batch/v1', 'Job'],
      ['v1', 'Secret'],
      [rbac, 'Role'],
      ['storage.k8s.io/v1', 'StorageClass'],
      [rbac, 'ClusterRole'],
      ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ] as const;
    const synthesis = synthApp(
      kinds.map(([apiVersion, kind]) => ({ apiVersion, kind, name: 'a' })),
    );
    expect(parsed(synthesis, 'clusters/home/apps/web/kustomization.yaml')['resources']).toEqual([
      'customresourcedefinition.a.yaml',
      'clusterrole.a.yaml',
      'storageclass.a.yaml',
      'role.a.yaml',
      'secret.a.yaml',
      'service.a.yaml',
      'deployment.a.yaml',
      'job.a.yaml',
      'validatingwebhookconfiguration.a.yaml',
    ]);
  });

  it('says who owns it', () => {
    const { tree } = synthApp([]);
    expect(tree.get('clusters/home/apps/web/kustomization.yaml')).toMatch(
      /^# Written by `sluice synth`/,
    );
  });

  it('lists nothing for an app without objects', () => {
    const path = 'clusters/home/apps/web/kustomization.yaml';
    expect(parsed(synthApp([]), path)['resources']).toEqual([]);
  });
});

it('the construct behind each file is known', () => {
  const { tree, provenance } = cleanSynth((fleet) => configMapIn(appIn(clusterIn(fleet)), 'a'));
  expect([...provenance.keys()].sort()).toEqual([...tree.keys()].sort());
  expect(provenance.get('clusters/home/apps/web/configmap.a.yaml')?.node.path).toBe('home/web/a');
});

it('the inventory that Flux will write is known', () => {
  const { clusters } = cleanSynth((fleet) => {
    define(appIn(clusterIn(fleet)), [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'b' },
      { apiVersion: rbac, kind: 'ClusterRole', name: 'system:a' },
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'c', namespace: 'other' },
    ]);
  });
  const web = clusters[0]?.apps.find(({ app }) => app.node.id === 'web');
  expect(web?.inventory).toEqual([
    '_system__a_rbac.authorization.k8s.io_ClusterRole',
    'demo_b__ConfigMap',
    'other_c_apps_Deployment',
  ]);
});
