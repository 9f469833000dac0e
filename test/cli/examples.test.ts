import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { examplesIn, helpPages } from '../docs/help-pages.ts';
import { keys } from '../sops/sops.ts';
import { sluiceCommand } from '../support/sluice.ts';
import { writeFile } from '../support/tree.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** Examples that are only read as words, by test/docs/commands.test.ts, and what they would need. */
const needs: readonly (readonly [RegExp, string])[] = [
  [/--live|^sluice bootstrap (?!.*--dry-run)/, 'a cluster'],
  [/https:|git@|oci:/, 'a forge or a registry'],
  [/secret edit/, 'an editor'],
  [/completion zsh/, 'zsh: completion.test.ts runs it'],
  [/--stage/, 'an object that moves'],
  [/^sluice dev/, 'somebody who saves: dev.test.ts runs it'],
  [/sluice import/, 'what is to move over: test/scripts/import*.txt run it'],
  [/^sluice init/, 'nothing: test/scripts/init.txt runs it'],
  [/^sluice verify/, 'the branch that the cluster reads: test/scripts/verify.txt runs it'],
];

const main = `import { AppChart, Cluster, EncryptedSecret, Environment, run } from 'sluice';
import { WebService } from 'sluice/charts';
run((fleet) => {
  const source = { url: 'https://github.com/example/manifests', branch: 'main' };
  const sops = { age: ['${keys.alice.recipient}'] };
  const environment = Environment.production;
  const home = new Cluster(fleet, 'home', { environment, domain: 'a.example', kubernetes: '1.34', source, sops });
  const app = new AppChart(home, 'podinfo', { namespace: 'demo' });
  EncryptedSecret.fromFile(app, 'db', new URL('./apps/podinfo/db.sops.yaml', import.meta.url));
  new WebService(app, 'podinfo', { image: 'ghcr.io/stefanprodan/podinfo:6.9.4', port: 9898 });
});
`;
const secret = `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: hunter2
data:
  tls.crt: YQ==
`;

/** What an example finds that it would spoil for others, or that others have. */
const before: Readonly<Record<string, string>> = {
  'sluice secret import secret.yaml db.sops.yaml': 'rm db.sops.yaml',
  'sluice secret encrypt --in-place db.sops.yaml': 'cp secret.yaml db.sops.yaml',
  'sluice secret encrypt db.sops.yaml > encrypted.yaml': 'cp secret.yaml db.sops.yaml',
  'sluice secret set db.sops.yaml ca.crt < ca.crt': 'echo certificate > ca.crt',
  'sluice images --path ../manifests': 'cp -R manifests/. ../manifests',
  'sluice plan': 'cd ../fleet',
  'sluice plan --base origin/main': 'cd ../fleet',
  'sluice plan --base main --format html -o plan.html': 'cd ../fleet',
  'sluice plan --base v1 --head v2 --format markdown': 'cd ../fleet',
  'sluice reconcile --path dist/manifests --entry clusters/home/flux-system':
    'sluice synth --output dist/manifests',
  'sluice reconcile --path . --source podinfo=../podinfo': 'cd ../fleet',
};

const examples = helpPages()
  .flatMap(examplesIn)
  .filter((line) => line !== '' && !needs.some(([pattern]) => pattern.test(line)));

describe('every other example of a help runs', { timeout: 120_000 }, () => {
  let root: string;
  const shell = (folder: string, line: string): Promise<{ code: number | null; said: string }> => {
    const env = {
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      SOPS_AGE_KEY: keys.alice.secret,
    };
    const child = spawn('/bin/sh', ['-c', line], { cwd: join(folder, 'work'), env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    }
    child.stdin.on('error', () => undefined).end('hunter2\n');
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
  };

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'sluice-examples-'));
    const [node, program] = sluiceCommand;
    const programs = {
      sluice: `exec '${node}' '${program}' "$@"`,
      jq: 'exec cat',
      pwgen: 'echo generated',
    };
    for (const [name, body] of Object.entries(programs)) {
      writeFile(root, `bin/${name}`, `#!/bin/sh\n${body}\n`);
      chmodSync(join(root, 'bin', name), 0o755);
    }
    mkdirSync(join(root, 'work/node_modules'), { recursive: true });
    symlinkSync(checkout, join(root, 'work/node_modules/sluice'));
    for (const name of ['cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx']) {
      symlinkSync(join(checkout, 'node_modules', name), join(root, 'work/node_modules', name));
    }
    const files = {
      'main.ts': main,
      'package.json': '{ "type": "module" }\n',
      'cdk8s.yaml': 'app: node --import tsx main.ts\noutput: dist\n',
      '.sops.yaml': `creation_rules:\n  - age: ${keys.alice.recipient}\n    encrypted_regex: ^(data|stringData)$\n    mac_only_encrypted: true\n`,
      '.gitignore': 'node_modules\ndist\n.sluice\nsecret.yaml\n',
      '.env': 'PASSWORD=hunter2\n',
      'secret.yaml': secret,
    };
    for (const [name, text] of Object.entries(files)) writeFile(root, `work/${name}`, text);
    mkdirSync(join(root, '.config/fish/completions'), { recursive: true });
    writeFile(root, 'podinfo/a.yaml', 'a: 1\n');
    writeFile(root, 'manifests/README.md', 'Ours\n');
    const person = 'git config user.name a && git config user.email a@example.org';
    const setUp = [
      'mkdir -p apps/podinfo && cp secret.yaml db.sops.yaml && sluice secret encrypt -i db.sops.yaml',
      'cp db.sops.yaml apps/podinfo && sluice synth && sluice synth --output manifests',
      'mkdir ../fleet ../before && cp -R dist/. ../fleet && cp -R dist/. ../before',
      `git init -q -b main && ${person} && git add . && git commit -qm one`,
      `cd ../fleet && git init -q -b main && ${person} && git add . && git commit -qm one && git tag v1`,
      'git update-ref refs/remotes/origin/main HEAD && git commit -q --allow-empty -m two && git tag v2',
      `cd ../manifests && git init -q -b main && ${person} && git add . && git commit -qm one`,
    ];
    const { code, said } = await shell(root, setUp.join(' && '));
    if (code !== 0) throw new Error(said);
  }, 120_000);
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test.each(examples)('%s', async (line) => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-example-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    cpSync(root, folder, { recursive: true, verbatimSymlinks: true });
    const { code, said } = await shell(folder, `${before[line] ?? ':'} && ${line}`);
    // 2 and 3 are what a plan says of changes.
    if (code !== 2 && code !== 3) expect(said).not.toMatch(/^error /m);
    expect([0, 2, 3], said).toContain(code);
  });
});
