import { describe, expect, test } from 'vitest';
import { explain, type Explanation } from '../../lib/explain/index.ts';
import { configMap, kustomization, manifest, stateOf } from '../reconcile/cluster.ts';

const container = {
  name: 'web',
  image: 'example.org/web:1',
  envFrom: [{ configMapRef: { name: 'settings' } }],
};
const deployment = manifest(
  'apps/v1',
  'Deployment',
  'demo/web',
  `spec: ${JSON.stringify({
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [container],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
    },
  })}\n`,
);
const files = {
  'entry/namespace.yaml': manifest('v1', 'Namespace', 'demo'),
  'entry/web.yaml': kustomization('web', './web', { dependsOn: [{ name: 'settings' }] }),
  'entry/settings.yaml': kustomization('settings', './settings'),
  'settings/settings.yaml': configMap('demo/settings', { colour: 'blue' }),
  'web/deployment.yaml': deployment,
  'web/service.yaml': manifest('v1', 'Service', 'demo/web', 'spec: { selector: { app: web } }\n'),
  'web/claim.yaml': manifest('v1', 'PersistentVolumeClaim', 'demo/data', 'spec: {}\n'),
  'web/issuer.yaml': manifest(
    'cert-manager.io/v1',
    'Certificate',
    'demo/web',
    'spec: { secretName: web, issuerRef: { kind: ClusterIssuer, name: acme } }\n',
  ),
  'web/acme.yaml': manifest('cert-manager.io/v1', 'ClusterIssuer', 'acme', 'spec: {}\n'),
};

type Files = Readonly<Record<string, string>>;

async function explained(
  words: readonly string[],
  from: Files = files,
): Promise<readonly Explanation[]> {
  const state = await stateOf(from);
  return explain(state, { textOf: (file) => from[file] }, words);
}

async function only(...words: readonly string[]): Promise<Explanation> {
  return onlyIn(files, ...words);
}

async function onlyIn(from: Files, ...words: readonly string[]): Promise<Explanation> {
  const [first, ...others] = await explained(words, from);
  if (first === undefined || others.length > 0) throw new Error(`not one: ${words.join(' ')}`);
  return first;
}

describe('an object', () => {
  test.each([
    [['Deployment', 'demo/web'], 'Deployment demo/web'],
    [['deployment/demo/web'], 'Deployment demo/web'],
    [['deployment.apps/web'], 'Deployment demo/web'],
    [['web'], 'Kustomization flux-system/web'],
    [['flux-system/web'], 'Kustomization flux-system/web'],
    [['clusterissuer', 'acme'], 'ClusterIssuer acme'],
  ])('is found by %j', async (words, object) => {
    expect((await explained(words)).map((each) => each.object)).toEqual([object]);
  });

  test('of a name that several have is each of them', async () => {
    const found = await explained(['demo/web']);
    expect(found.map(({ object }) => object.split(' ')[0])).toEqual([
      'Service',
      'Deployment',
      'Certificate',
    ]);
  });

  test('of an unknown name is none', async () => {
    expect(await explained(['demo/gone'])).toEqual([]);
  });

  test('is written in a line of a file, and applied from the root down', async () => {
    const { writtenAt, appliedBy } = await only('Service', 'demo/web');
    expect(writtenAt).toMatchObject({ file: 'web/service.yaml', line: 1 });
    expect(appliedBy.map(({ object }) => object)).toEqual([
      'Kustomization flux-system/web',
      'Kustomization flux-system/flux-system',
    ]);
  });

  test('needs what its fields name, as far as it is there', async () => {
    const { needs } = await only('Deployment', 'demo/web');
    expect(needs).toEqual([
      {
        object: 'ConfigMap demo/settings',
        field: 'spec.template.spec.containers[web].envFrom[0].configMapRef',
      },
      {
        object: 'PersistentVolumeClaim demo/data',
        field: 'spec.template.spec.volumes[data].persistentVolumeClaim.claimName',
      },
    ]);
  });

  test('needs an object of the cluster, and none of another kind', async () => {
    const { needs } = await only('Certificate', 'demo/web');
    expect(needs.map(({ object }) => object)).toEqual(['ClusterIssuer acme']);
  });

  test('is needed by what selects it', async () => {
    const { neededBy } = await only('Deployment', 'demo/web');
    expect(neededBy).toEqual([{ object: 'Service demo/web', field: 'spec.selector' }]);
  });
});

describe('without an object', () => {
  test('Flux deletes it, and says what is lost', async () => {
    const { removal } = await only('PersistentVolumeClaim', 'demo/data');
    expect(removal.changes).toMatchObject([
      { action: 'deleted', object: { name: 'data' }, risks: [{ code: 'deleted-volume-claim' }] },
    ]);
  });

  test('what needs it has findings that it had not', async () => {
    const { removal } = await only('ConfigMap', 'demo/settings');
    expect(removal.findings.map(({ code }) => code)).toEqual(['missing-config-map']);
  });

  test('a Kustomization takes all that it applies with it', async () => {
    const { removal, applies } = await only('web');
    const gone = removal.changes.map(({ object }) => `${object.kind} ${object.name}`);
    expect(gone).toContain('Deployment web');
    expect(gone).toHaveLength(applies.length + 1);
  });

  test('the Kustomizations that wait for one are named', async () => {
    const { neededBy } = await only('settings');
    expect(neededBy).toEqual([
      { object: 'Kustomization flux-system/web', field: 'spec.dependsOn[settings]' },
    ]);
  });

  test('the root deletes itself, and all that it applies, as by any plan', async () => {
    const root = kustomization('flux-system', './entry');
    const { removal } = await onlyIn({ ...files, 'entry/root.yaml': root }, 'flux-system');
    const actions = removal.changes.map(({ action, object: { name } }) => `${name} ${action}`);
    expect(actions).toContain('flux-system deleted');
    expect(actions).toContain('data deleted');
  });

  test('nothing is said again of what fails as before', async () => {
    const postBuild = { substituteFrom: [{ kind: 'Secret', name: 'gone' }] };
    const web = kustomization('web', './web', { postBuild });
    const { removal } = await onlyIn({ ...files, 'entry/web.yaml': web }, 'web');
    expect(removal.findings).toEqual([]);
  });
});
