import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { secretsFolder, finish, start } from '../support/sluice.ts';
import { isAlive, until } from '../support/wait.ts';
import { writeFile } from '../support/tree.ts';

const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: app, namespace: flux-system }
spec:
  path: ./app
  prune: true
  namePrefix: a-
  sourceRef: { kind: GitRepository, name: flux-system }
`;
const release = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: demo }
spec: { url: https://charts.example.org }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: demo }
spec:
  chart: { spec: { chart: web, sourceRef: { kind: HelmRepository, name: charts } } }
`;
const files = {
  'tree/entry/app.yaml': kustomization,
  'tree/app/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: a }\n',
  'release/entry/release.yaml': release,
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  // It says where it works, writes more, and never comes to an end.
  program: `#!/bin/sh
for last; do :; done
PATH=/bin:/usr/bin
mkdir -p "$last" "$HOME/cache"
echo "$$ $HOME" > "$0.started.part"; mv "$0.started.part" "$0.started"
exec sleep 60
`,
};

const reconcileTree = ['reconcile', '--path', 'tree', '--entry', 'entry'];
const reconcileRelease = ['reconcile', '--path', 'release', '--entry', 'entry'];
const fromFolder = ['--offline', '--source', 'charts=charts'];
const plan = ['plan', '--base', 'tree', '--head', 'tree', '--path', '.', '--cluster', 'entry'];

describe.concurrent('a command that a signal ends', { timeout: 60_000 }, () => {
  test.for([
    ['SIGINT', 130, reconcileTree],
    ['SIGTERM', 143, reconcileTree],
    ['SIGHUP', 129, reconcileTree],
    ['SIGTERM', 143, [...reconcileRelease, ...fromFolder]],
    ['SIGINT', 130, plan],
  ] as const)(
    'leaves no program and no files behind: %s, %i, %o',
    async ([signal, code, args], { onTestFinished }) => {
      const { work, env } = secretsFolder(onTestFinished);
      for (const [file, text] of Object.entries(files)) writeFile(work, file, text);
      const program = join(work, 'program');
      chmodSync(program, 0o755);
      const settings = { ...env, SLUICE_KUSTOMIZE: program, SLUICE_HELM: program };
      const child = start(args, work, settings);
      const ended = finish(child);
      const started = `${program}.started`;
      await until(() => existsSync(started) || child.exitCode !== null);
      const [pid = '', folder = ''] = readFileSync(started, 'utf8').trim().split(' ');
      expect(existsSync(folder)).toBe(true);
      child.kill(signal);
      expect(await ended).toEqual({ stdout: '', stderr: '', code });
      expect(existsSync(folder)).toBe(false);
      expect(isAlive(Number(pid))).toBe(false);
    },
  );
});
