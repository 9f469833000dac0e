import { describe, expect, test } from 'vitest';
import { kubernetesVersions, Schemas } from '../../../lib/validate/schema/index.ts';
import { readSchemas } from '../../../lib/io/schema-data.ts';
import { manifest, problems, schemasWith, widget, widgets } from './support.ts';

const schemas = schemasWith();
const deployment = (container: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: demo}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: nginx
${container}`;

const wrong = [
  [
    'a misspelt field',
    'imagePullPolicyy: Always',
    'imagePullPolicyy is no field of this object; did you mean imagePullPolicy?',
  ],
  ['a number for a text', 'workingDir: 5', 'workingDir must be a string, not a number'],
  [
    'a text for a number',
    'ports: [{containerPort: "80"}]',
    'ports[0].containerPort must be an integer, not this string',
  ],
  ['a missing field', 'ports: [{name: http}]', 'ports[0] needs the field containerPort'],
  [
    'a quantity that is none',
    'resources: {limits: {cpu: much}}',
    'resources.limits.cpu must be a quantity such as 500m or 1Gi, not this string',
  ],
  [
    'two of one name',
    'env: [{name: A}, {name: A}]',
    'env[1] has the same name as an item before it',
  ],
  [
    'a request above its limit',
    'resources: {requests: {cpu: 2}, limits: {cpu: 1500m}}',
    'resources.requests.cpu must not be more than the limit',
  ],
  [
    'two handlers of a probe',
    'livenessProbe: {exec: {command: [a]}, tcpSocket: {port: 1}}',
    'livenessProbe.tcpSocket must not stand beside exec',
  ],
  [
    'a mount without its volume',
    'volumeMounts: [{name: data, mountPath: /data}]',
    'volumeMounts[0].name names no volume of the pod',
  ],
  [
    'a port out of range',
    'ports: [{containerPort: 70000}]',
    'ports[0].containerPort must be between 1 and 65535',
  ],
] as const;

describe('a Deployment', () => {
  test.each(wrong)('is refused for %s', (_, line, problem) => {
    expect(problems(manifest(deployment(`          ${line}`)), schemas)).toEqual([
      `spec.template.spec.containers[0].${problem}`,
    ]);
  });

  test('is accepted with null where Go takes it for absent', () => {
    expect(problems(manifest(deployment('          env: null')), schemas)).toEqual([]);
  });
});

test.each([
  '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {b: null}}, data: {a: null}}',
  '{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: null}, stringData: {b: null}}',
])('a map of Kubernetes may hold null: %s', (object) => {
  expect(problems(manifest(object), schemas)).toEqual([]);
});

test.each(kubernetesVersions)('Kubernetes %s knows a Deployment', (kubernetes) => {
  const each = new Schemas({ kubernetes, load: readSchemas });
  expect(problems(manifest(deployment('')), each)).toEqual([]);
});

test('a kind that nobody defines is unknown', () => {
  expect(problems(widget({}), schemas)).toEqual(['unknown-kind']);
});

describe('a custom resource', () => {
  const parts = { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } };
  const size = { type: 'integer', minimum: 1, default: 3 };
  const properties = { size, parts, port: { 'x-kubernetes-int-or-string': true } };
  const own = schemasWith(widgets({ type: 'object', required: ['size'], properties }));

  test('has a required field by its default', () => {
    expect(problems(widget({}), own)).toEqual([]);
  });

  test('holds every item of a set once', () => {
    expect(problems(widget({ parts: ['a', 'a'] }), own)).toEqual([
      'spec.parts[1] stands in the set twice',
    ]);
  });

  test('takes null for a default, and for nothing else', () => {
    expect(problems(widget({ size: null, parts: null }), own)).toEqual([
      'spec.parts must be a list, not null',
    ]);
  });

  test('takes an integer or a text where both may stand', () => {
    expect(problems(widget({ port: 80 }), own)).toEqual([]);
    expect(problems(widget({ port: 'http' }), own)).toEqual([]);
    expect(problems(widget({ port: true }), own)).toHaveLength(1);
  });

  test('is of the version of the tree, not of the shipped one', () => {
    const crd = widgets({ type: 'object' });
    const spec = crd['spec'] as object;
    const flux = {
      ...spec,
      group: 'cert-manager.io',
      names: { kind: 'Issuer', plural: 'issuers' },
    };
    const mine = schemasWith({ ...crd, spec: flux });
    const issuer = manifest(
      '{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: a}, spec: {x: 1}}',
    );
    expect(problems(issuer, mine)).toEqual(['spec.x is no field of this object']);
  });
});

describe('ciphertext of SOPS', () => {
  const sealed = (type: string): string =>
    `ENC[AES256_GCM,data:Zm9v,iv:Zm9v,tag:Zm9v,type:${type}]`;
  const size = { type: 'integer', minimum: 100 };
  const own = schemasWith(
    widgets({ type: 'object', properties: { size, name: { type: 'string', pattern: '^a' } } }),
  );

  test('stands for a value of its type', () => {
    expect(problems(widget({ size: sealed('int'), name: sealed('str') }), own, true)).toEqual([]);
  });

  test('does not stand for one of another type', () => {
    expect(problems(widget({ size: sealed('str') }), own, true)).toEqual([
      'spec.size must be an integer, not this string',
    ]);
  });

  test('excuses nothing beside it', () => {
    expect(problems(widget({ size: sealed('int'), name: 'b' }), own, true)).toEqual([
      'spec.name must match ^a',
    ]);
  });

  test('may stand in the data of a Secret, with the block of SOPS', () => {
    const secret = manifest(
      '{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {}, sops: {mac: x}}',
    );
    const object = { ...secret, data: { key: sealed('str') } };
    expect(problems(object, schemas, true)).toEqual([]);
  });
});

test.each([
  ['object.spec.replicas <= 50', 0],
  ['Object{metadata: Object.metadata{name: "a"}}.metadata.name == "a"', 0],
  ['object.spec.replicas <=', 1],
])('the expression %s of an admission policy has %i problems', (expression, count) => {
  const policy = manifest(`
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
`);
  const spec = { ...(policy['spec'] as object), validations: [{ expression }] };
  expect(problems({ ...policy, spec }, schemas)).toHaveLength(count);
});
