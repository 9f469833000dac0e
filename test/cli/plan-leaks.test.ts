/**
 * Looks for planted secrets wherever a plan could leave them: in what it prints, in all its forms, and
 * in files, those of its caches included. Not even the length of one may show.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { program } from '../../tools/programs.ts';
import { keys } from '../sops/sops.ts';
import { finish, secretsFolder, start } from '../support/sluice.ts';
import { filesIn, writeFile } from '../support/tree.ts';

const before = 'Zq7Kx2Vw-planted-old';
const after = 'Hy4Nd8Rt-planted-new-Mb6Ls3Pc';

/** Each secret in every form in which it could stand in a plan, and the parts that are cut from it. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const parts = [value.slice(0, 8), value.slice(-7)];
  const encoded = [bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(value)];
  return [
    ...parts,
    ...parts.flatMap((part) => [part.toUpperCase(), part.toLowerCase()]),
    ...encoded,
  ];
}

const planted = [...formsOf(before), ...formsOf(after), keys.alice.secret.slice(20, 50)];

function expectNoneIn(where: string, text: string): void {
  for (const each of planted) expect(text.includes(each), `${where} holds ${each}`).toBe(false);
}

const flux = (kind: string, name: string, spec: object, group = 'kustomize') =>
  `apiVersion: ${group}.toolkit.fluxcd.io/${group === 'helm' ? 'v2' : 'v1'}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: flux-system }\nspec: ${JSON.stringify(spec)}\n`;

const sourceRef = { kind: 'GitRepository', name: 'flux-system' };
const decryption = { provider: 'sops' };

const files = {
  'clusters/home/flux-system/kustomization.yaml': 'resources: [app.yaml, vars.yaml]\n',
  'clusters/home/flux-system/vars.yaml': flux('Kustomization', 'vars', {
    ...{ interval: '10m', path: './vars', prune: true, sourceRef, decryption },
  }),
  'clusters/home/flux-system/app.yaml': flux('Kustomization', 'app', {
    ...{ interval: '10m', path: './app', prune: true, sourceRef, decryption },
    postBuild: { substituteFrom: [{ kind: 'Secret', name: 'db' }] },
  }),
  'vars/kustomization.yaml': 'resources: [db.sops.yaml]\n',
  'app/kustomization.yaml':
    'namespace: flux-system\nresources: [uses.yaml, release.yaml, charts.yaml]\nsecretGenerator: [{ name: env, envs: [app.sops.env] }]\n',
  'app/uses.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: uses
  annotations: { of: "a \${password:0:8} b" }
data:
  whole: \${password}
  inside: postgres://web:\${password}@db/web
  start: \${password:0:8}
  end: \${password:8}
  upper: \${password^^}
  lower: \${password,,}
  replaced: \${password/planted/x}
  escaped: "\\"\${password}\\""
`,
  'app/release.yaml': flux(
    'HelmRelease',
    'web',
    {
      interval: '1h',
      chart: { spec: { chart: 'web', sourceRef: { kind: 'HelmRepository', name: 'charts' } } },
      valuesFrom: [{ kind: 'Secret', name: 'db', valuesKey: 'password', targetPath: 'password' }],
    },
    'helm',
  ),
  'app/charts.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: flux-system }
spec: { interval: 1h, url: https://charts.example.org }
`,
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
};

/** Stands in for Helm: puts the values into a ConfigMap, plain and in base64. */
const helm = `#!/bin/sh
for word; do case $word in --values=*) file=\${word#--values=} ;; esac; done
cat <<END
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  plain: '$(cat "$file")'
  encoded: $(sed 's/.*"password": *"//; s/".*//' "$file" | tr -d '\\n' | base64 -w0)
END
`;

interface Scene {
  readonly run: (
    ...args: readonly string[]
  ) => Promise<{ readonly out: string; readonly err: string }>;
  readonly left: () => Readonly<Record<string, string>>;
}

let kustomize: string;
beforeAll(async () => void (kustomize = await program('kustomize')), 300_000);

/** A repository whose last commit replaces one value by another. */
async function sceneOf(from: string, to: string): Promise<Scene> {
  const { root, work, tmp, env } = secretsFolder(onTestFinished);
  for (const [file, text] of Object.entries(files)) writeFile(work, file, text);
  writeFile(root, 'helm', helm);
  chmodSync(join(root, 'helm'), 0o755);
  const settings = {
    ...env,
    SLUICE_HELM: join(root, 'helm'),
    SLUICE_KUSTOMIZE: kustomize,
    SOPS_AGE_KEY_FILE: join(root, 'alice.txt'),
    XDG_CACHE_HOME: join(root, 'cache'),
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: work });
  const call = async (args: readonly string[], input = '') => {
    const { stdout, stderr } = await finish(start(args, work, settings), input);
    return { out: stdout, err: stderr };
  };
  git('init', '-q');
  for (const value of [from, to]) {
    const plain = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: flux-system\nstringData:\n  password: ${value}\n`;
    writeFile(work, 'vars/db.sops.yaml', plain);
    writeFile(work, 'app/app.sops.env', `TOKEN=${value}\n`);
    for (const file of ['vars/db.sops.yaml', 'app/app.sops.env']) {
      const { err } = await call(['secret', 'encrypt', '-i', file]);
      expect(err).toBe(`${file} is encrypted\n`);
    }
    git('add', '.');
    git('commit', '-qm', 'a');
  }
  const options = ['--source', 'charts=charts', '--offline'];
  return {
    run: (...args) => call([...args, ...options]),
    left: () => ({ ...filesIn(join(root, 'cache')), ...filesIn(tmp) }),
  };
}

const plan = ['plan', '--base', 'HEAD~', '--head', 'HEAD', '--format'];

describe('a plan', { timeout: 120_000 }, () => {
  test('shows that secrets changed, and nothing of them in any form', async () => {
    const { run, left } = await sceneOf(before, after);
    for (const format of ['text', 'markdown', 'json']) {
      const { out, err } = await run(...plan, format);
      expect(out, err).toContain('uses');
      expectNoneIn(format, out + err);
    }
    const { out } = await run(...plan, 'json');
    for (const key of [
      'whole',
      'inside',
      'start',
      'end',
      'upper',
      'lower',
      'replaced',
      'escaped',
    ]) {
      expect(out).toContain(`"data.${key}"`);
    }
    expect(out).toContain('"data.encoded"');
    const state = await run('reconcile', '--path', '.', '--output', 'json');
    expect(state.out).toContain('flux-system_uses__ConfigMap');
    expectNoneIn('the state', state.out + state.err);
    // Builds are kept beside the process.
    const files = left();
    for (const [name, text] of Object.entries(files)) expectNoneIn(name, text);
  });

  test('is the same whatever the length of the secrets', async () => {
    const texts = await Promise.all(
      [after, `${after}-and-much-more-of-it`].map(async (value) => {
        const { run } = await sceneOf(before, value);
        const { out } = await run(...plan, 'json');
        // kustomize names what it generates by the hash of the content.
        return out.replaceAll(/env-[a-z0-9]{10}/g, 'env');
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });
});

test('the search finds what is there', () => {
  for (const each of planted) expect(() => expectNoneIn('a text', `a${each}b`)).toThrow('a text');
});
