/** Trees in which secrets reach everything that they can reach, and a Helm that shows what it gets. */
import { encrypt, encryptBinary, type Format, secretRule } from '../../lib/sops/index.ts';
import { configMap, kustomization, manifest } from '../reconcile/cluster.ts';
import { keys } from '../sops/sops.ts';

export type Files = Readonly<Record<string, string>>;

/** A value that Helm and substitution take for a number. */
export const port = 48213;

async function sealed(text: string, format: Format | 'binary'): Promise<string> {
  const settings = {
    recipients: [keys.alice.recipient],
    ...(format === 'yaml' && { rule: secretRule }),
  };
  const deps = { now: new Date(0), randomBytes: (count: number) => Buffer.alloc(count, 7) };
  const result =
    format === 'binary'
      ? await encryptBinary(new TextEncoder().encode(text), settings, deps)
      : await encrypt({ text }, format, settings, deps);
  if ('diagnostics' in result) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const object = (apiVersion: string, kind: string, id: string, fields: object): string =>
  manifest(
    apiVersion,
    kind,
    id,
    Object.entries(fields)
      .map(([key, value]) => `${key}: ${json(value)}`)
      .join(''),
  );
const decryption = { provider: 'sops' };
const variables = { substituteFrom: [{ kind: 'Secret', name: 'vars' }] };

function release(name: string, chart: string, spec: object): string {
  const sourceRef = { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' };
  const all = { interval: '1h', chart: { spec: { chart: `./${chart}`, sourceRef } }, ...spec };
  return object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', `demo/${name}`, { spec: all });
}

const chart = (name: string): Files => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  [`${name}/templates/a.yaml`]: '{{ .Values }}\n',
});

/** What tells which source the tree itself is, so that charts in it are found. */
const entry: Files = {
  'entry/source.yaml': object(
    'source.toolkit.fluxcd.io/v1',
    'GitRepository',
    'flux-system/flux-system',
    { spec: { interval: '1h', url: 'https://git.example.org/fleet', ref: { branch: 'main' } } },
  ),
  'entry/root.yaml': kustomization('flux-system', './entry'),
};

/** Every way by which a value reaches what Flux applies. */
export async function reaching(value: string, tag: string): Promise<Files> {
  const vars = object('v1', 'Secret', 'flux-system/vars', {
    stringData: { PW: value, QUOTED: `"${value}"` },
  });
  const document = `pw: ${value}\nport: ${port}\nlist: [${value}]\n`;
  const secret = object('v1', 'Secret', 'demo/values', {
    stringData: { 'values.yaml': document, text: `x: ${value}` },
  });
  const patch = object('v1', 'ConfigMap', 'demo/patched', { data: { pw: value, tag } });
  const patches = [
    {
      patch: `[{ "op": "add", "path": "/data/a", "value": "\${PW}" }]`,
      target: { kind: 'ConfigMap' },
    },
  ];
  return {
    ...entry,
    'entry/sec.yaml': kustomization('sec', 'sec', { decryption }),
    'entry/apps.yaml': kustomization('apps', 'apps', { postBuild: variables }),
    'entry/sealed.yaml': kustomization('sealed', 'sealed', { decryption, targetNamespace: 'demo' }),
    'sec/vars.yaml': await sealed(vars, 'yaml'),
    'sec/values.yaml': await sealed(secret, 'yaml'),
    'apps/derived.yaml': configMap('demo/derived', {
      ...{ upper: `\${PW^^}${tag}`, part: `\${PW:0:12}${tag}`, url: `https://u:\${PW}@h/${tag}` },
      lower: `\${PW,,}${tag}`,
      end: `\${PW:8}${tag}`,
      replaced: `\${PW/zx9/x}${tag}`,
      length: `\${#PW}${tag}`,
    }),
    'apps/secret.yaml': object('v1', 'Secret', 'demo/made', {
      stringData: { url: `https://u:\${PW}@h/${tag}` },
    }),
    'apps/ingress.yaml': object('networking.k8s.io/v1', 'Ingress', 'demo/ing-${PW}', {
      spec: {
        rules: [{ host: '${PW}.example.org', http: { tag } }],
        tls: [{ hosts: ['${PW}', tag] }],
      },
    }).replace('metadata:', `metadata:\n  annotations: { "a/\${PW}": "${tag}" }`),
    'apps/deployment.yaml': object('apps/v1', 'Deployment', 'demo/d', {
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: '${PW}',
                image: `x/\${PW}:${tag}.0.0`,
                env: [{ name: '${PW}', value: tag }],
                volumeMounts: [{ mountPath: '/${PW}', name: 'v', subPath: tag }],
                securityContext: { capabilities: { add: [`\${PW}${tag}`] } },
              },
            ],
          },
        },
      },
    }),
    'entry/blocked.yaml': kustomization('blocked', 'blocked', { postBuild: variables }),
    'blocked/deployment.yaml': object('apps/v1', 'Deployment', 'demo/b-${PW}', {
      spec: { selector: { matchLabels: { '${PW}': tag } } },
    }),
    'blocked/more.yaml': configMap('demo/more-${PW}', { tag }),
    'apps/role.yaml': object('rbac.authorization.k8s.io/v1', 'Role', 'demo/r', {
      rules: [{ apiGroups: [''], resources: ['${PW}', `a${tag}`], verbs: ['get', '*'] }],
    }),
    'apps/leaf.yaml': kustomization('leaf-${PW}', 'leaf', {
      postBuild: { substitute: { A: '${PW}' } },
      patches,
    }),
    'leaf/kustomization.yaml': 'resources: [cm.yaml]\n',
    'leaf/cm.yaml': configMap('demo/leaf-${A}', { key: `\${A}${tag}` }),
    [`apps/move${tag}.yaml`]: kustomization(`move${tag}-\${PW}`, 'move', {
      postBuild: { substitute: { A: '${PW}' } },
    }),
    'move/claim.yaml': object('v1', 'PersistentVolumeClaim', 'demo/data-${A}', { spec: {} }),
    'apps/substituted.yaml': release('substituted-${PW}', 'web', { values: { pw: '${PW}', tag } }),
    'apps/from-secret.yaml': release('from-secret', 'web', {
      valuesFrom: [
        { kind: 'Secret', name: 'values' },
        { kind: 'Secret', name: 'values', valuesKey: 'text', targetPath: 'at' },
      ],
      values: { tag },
    }),
    'apps/tight.yaml': release('tight', 'tight', { values: { pw: '${PW}', tag } }),
    'sealed/kustomization.yaml': [
      'resources: [cm.yaml, whole.yaml]',
      'patches: [{ path: patch.yaml }]',
      'secretGenerator: [{ name: gen, envs: [gen.env], files: [key.txt] }]\n',
    ].join('\n'),
    'sealed/cm.yaml': configMap('demo/patched', { a: tag }),
    'sealed/patch.yaml': await sealed(patch, 'yaml'),
    'sealed/whole.yaml': await sealed(configMap('demo/whole', { pw: `pw=${value}`, tag }), 'yaml'),
    'sealed/gen.env': await sealed(`pw=${value}\n`, 'dotenv'),
    'sealed/key.txt': await sealed(`${value}\n`, 'binary'),
    ...chart('web'),
    ...chart('tight'),
  };
}

/** Every way in which Flux fails because of a value. */
export async function failing(value: string): Promise<Files> {
  const vars = object('v1', 'Secret', 'flux-system/vars', {
    stringData: { PW: value, N: String(port) },
  });
  const ks = (name: string, spec: object = {}): string => kustomization(name, `./${name}`, spec);
  const expression = object('v1', 'Secret', 'demo/e', {
    stringData: { a: `\${${value.replaceAll('-', '_')}}`, b: `\${${value}}` },
  });
  return {
    ...entry,
    'entry/sec.yaml': kustomization('sec', 'sec', { decryption }),
    'sec/vars.yaml': await sealed(vars, 'yaml'),
    'entry/apps.yaml': kustomization('apps', 'apps', { postBuild: variables }),
    'apps/path.yaml': kustomization('path', './${PW}'),
    'apps/escapes.yaml': kustomization('escapes', '../../${PW}'),
    'apps/source.yaml': ks('source', { sourceRef: { kind: 'GitRepository', name: '${PW}' } }),
    'apps/waits.yaml': ks('waits', { dependsOn: [{ name: '${PW}' }] }),
    'apps/account.yaml': ks('account', { serviceAccountName: '${PW}' }),
    'apps/component.yaml': ks('component', { components: ['/${PW}'] }),
    'apps/patch.yaml': ks('patch', {
      patches: [{ patch: 'a: [${PW}', target: { kind: 'ConfigMap' } }],
    }),
    'apps/twice.yaml': kustomization('twice-${PW}', './${PW}${PW}'),
    ...Object.fromEntries(
      ['source', 'waits', 'account', 'component', 'patch'].map((name) => [
        `${name}/cm.yaml`,
        configMap(`demo/${name}`),
      ]),
    ),
    'entry/number.yaml': kustomization('number', 'number', { postBuild: variables }),
    'number/cm.yaml': configMap('demo/number').replace(
      'metadata:',
      'metadata:\n  labels: { a: "${N}" }',
    ),
    'entry/broken.yaml': kustomization('broken', 'broken', { postBuild: variables }),
    'broken/cm.yaml': configMap('demo/broken', { a: '${PW/[/x} ${PW:?no}' }),
    'entry/expression.yaml': kustomization('expression', 'expression', {
      decryption,
      postBuild: variables,
    }),
    'expression/secret.yaml': await sealed(expression, 'yaml'),
    'entry/refused.yaml': kustomization('refused', 'refused', { decryption }),
    'refused/kustomization.yaml': 'resources: [cm.yaml]\npatches: [{ path: patch.yaml }]\n',
    'refused/cm.yaml': configMap('demo/c', { a: 'b' }),
    'refused/patch.yaml': await sealed(
      object('v1', 'ConfigMap', 'demo/c', { data: `no ${value}` }),
      'yaml',
    ),
    'apps/bad.yaml': release('bad', 'bad', { values: { pw: '${PW}' } }),
    'apps/kinds.yaml': release('kinds', 'web', { values: '${PW}', chart: '${PW}' }),
    ...chart('bad'),
    ...chart('web'),
  };
}

/** Stands in for Helm: renders the values as they are, and refuses them in their own words. */
export const helm = `#!/bin/sh
for word; do case $word in --values=*) values=\${word#--values=} ;; esac; release=$chart chart=$word; done
case $(cat "$chart/Chart.yaml") in
  *bad*) echo "Error: no place for $(cat "$values")" >&2; exit 1 ;;
  *tight*) if grep -q '(' "$values"; then echo 'Error: too tight' >&2; exit 1; fi ;;
esac
cat <<END
---
# Source: web/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: made-by-$release
data: $(cat "$values")
END
`;
