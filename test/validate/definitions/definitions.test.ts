import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../lib/kubernetes/index.ts';
import { readSchemas } from '../../../lib/io/schema-data.ts';
import { findingsIn, validated } from '../support.ts';

const schemas = { load: readSchemas };
const find = (text: string, kubernetes = '1.34') => findingsIn(text, { schemas, kubernetes });

const claim = (storage: string): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
  namespace: demo
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: ${storage} } }
`;

describe('a field', () => {
  test('that is wrong is told with its place', async () => {
    expect(await find(claim('lots'))).toEqual([
      'invalid-field PersistentVolumeClaim demo/data spec.resources.requests.storage',
    ]);
  });

  test('that is right is not told', async () => {
    expect(await find(claim('1Gi'))).toEqual([]);
  });

  test('is told without its value', async () => {
    const { findings } = await validated(claim('planted'), { schemas, practice: 'none' });
    expect(JSON.stringify(findings)).not.toContain('planted');
  });

  test('of ciphertext stands for a value of its type', async () => {
    const sealed = (data: string): string => `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: demo
data:
  password: ${data}
sops:
  mac: ENC[AES256_GCM,data:bWFj,iv:aXY=,tag:dGFn,type:str]
  lastmodified: '2026-01-01T00:00:00Z'
  version: 3.13.3
# clusters/home/demo.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: demo, namespace: flux-system }
spec:
  interval: 1h
  path: ./demo
  prune: true
  decryption: { provider: sops }
  sourceRef: { kind: GitRepository, name: flux-system }
`;
    const invalid = async (text: string) =>
      (await find(text)).filter((each) => each.startsWith('invalid-field'));
    expect(
      await invalid(sealed('ENC[AES256_GCM,data:cGFzcw==,iv:aXY=,tag:dGFn,type:str]')),
    ).toEqual([]);
    expect(await invalid(sealed('no base64!'))).toEqual([
      'invalid-field Secret demo/db data.password',
    ]);
  });
});

describe('a kind that nobody defines', () => {
  const boats = ['barge', 'canoe']
    .map(
      (name) =>
        `apiVersion: example.org/v1\nkind: Boat\nmetadata: { name: ${name}, namespace: demo }\n`,
    )
    .join('---\n');

  test('is told once, whatever the number of its objects', async () => {
    expect(await find(boats)).toEqual(['unknown-kind Boat demo/barge kind']);
  });

  const findBeside = async (schema: object) => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'boats.example.org' },
      spec: {
        group: 'example.org',
        names: { kind: 'Boat' },
        versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema } }],
      },
    };
    const definitions = [definition as unknown as Manifest];
    const { findings } = await validated(boats, {
      schemas: { ...schemas, definitions },
      practice: 'none',
    });
    return findings.map(({ message }) => message);
  };

  test('is known from a definition beside the tree', async () => {
    expect(await findBeside({ type: 'object' })).toEqual([]);
  });

  test('is told where its definition beside the tree is broken', async () => {
    expect(await findBeside({ type: 'object', properties: { spec: { $ref: '#' } } })).toEqual([
      'the definition of example.org/v1 Boat, which 2 objects are, cannot be used: properties.spec refers to another schema',
    ]);
  });
});

describe('a version of an API', () => {
  const range = (version: string): string =>
    `apiVersion: networking.k8s.io/${version}\nkind: ServiceCIDR\nmetadata: { name: more }\nspec: { cidrs: [10.96.0.0/16] }\n`;

  test.each([
    ['1.34', 'deprecated-api'],
    ['1.35', 'ending-api'],
    ['1.36', 'ending-api'],
  ])('is judged for Kubernetes %s: %s', async (kubernetes, code) => {
    expect(await find(range('v1beta1'), kubernetes)).toEqual([
      `${code} ServiceCIDR more apiVersion`,
    ]);
  });

  test('that stays is not told', async () => {
    expect(await find(range('v1'), '1.36')).toEqual([]);
  });

  test('of a Kubernetes older or newer than those that are shipped is judged by the nearest', async () => {
    expect(await find(range('v1beta1'), '1.20')).toEqual([]);
    expect(await find(range('v1'), '1.99')).toEqual([]);
  });
});
