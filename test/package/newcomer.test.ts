import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentNode, hasNodePrograms } from '../../tools/node-programs.ts';
import { checkout, manifest } from './consumer.ts';

const start = promisify(execFile);
if (!hasNodePrograms) {
  process.stderr.write(
    'Skipped the newcomer on the long-term release: none is known for this machine.\n',
  );
}

const person = '[user]\nname = Ada\nemail = ada@example.org\n';

/** A shell in which somebody types who has Node, npm and Git, and nothing of this checkout. */
class Shell {
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(root: string, node: string) {
    this.#root = root;
    writeFileSync(join(root, 'gitconfig'), person);
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(npm_|NODE|VITEST|SOPS|GIT_|SLUICE|CI$)/i.test(name),
    );
    this.#env = {
      ...Object.fromEntries(own),
      PATH: `${node}:${process.env['PATH'] ?? ''}`,
      XDG_CONFIG_HOME: join(root, 'config'),
      XDG_CACHE_HOME: join(root, 'cache'),
      GIT_CONFIG_GLOBAL: join(root, 'gitconfig'),
      // npm takes what it has in its cache, so only the first run on a machine needs the network.
      npm_config_prefer_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      NO_COLOR: '1',
    };
  }

  /** What a command prints; one that fails fails the test, with what it said. */
  async run(folder: string, line: string, input = ''): Promise<string> {
    const child = spawn('/bin/sh', ['-c', line], { cwd: join(this.#root, folder), env: this.#env });
    let [printed, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdin.on('error', () => undefined).end(input);
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`${line} ended with ${String(code)}:\n${printed}${errors}`);
    return printed;
  }
}

describe.each([
  {
    release: 'the Node of this run',
    isHere: true,
    folder: () => Promise.resolve(dirname(process.execPath)),
  },
  { release: 'the long-term release of Node', isHere: hasNodePrograms, folder: currentNode },
])('a newcomer on $release', ({ isHere, folder }) => {
  describe.skipIf(!isHere)('from the packed package', { timeout: 600_000 }, () => {
    let root: string;
    let shell: Shell;

    beforeAll(async () => {
      root = mkdtempSync(join(tmpdir(), 'sluice-newcomer-'));
      shell = new Shell(root, await folder());
      // The build that all tests share is current: what prepack would make again.
      await start('npm', ['pack', '--ignore-scripts', '--pack-destination', root], {
        cwd: checkout,
      });
      mkdirSync(join(root, 'empty'));
    }, 120_000);
    afterAll(() => {
      rmSync(root, { recursive: true, force: true });
    }, 120_000);

    test('comes from nothing to a published fleet', async () => {
      const packed = `../sluice-${manifest(checkout).version}.tgz`;
      await shell.run('empty', `npm install ${packed}`);
      await shell.run('empty', 'npx sluice init ../fleet --new-key');
      await shell.run('fleet', 'npm install');
      await shell.run('fleet', 'npx cdk8s synth --check-upgrade=false');
      expect(await shell.run('fleet', 'npm test')).toContain('2 passed');
      expect(await shell.run('fleet', 'npx sluice validate')).toContain('0 errors, 0 warnings');

      await shell.run('fleet', 'npx sluice secret set apps/hello/token.sops.yaml token', 'hunter2');
      const file = readFileSync(join(root, 'fleet/apps/hello/token.sops.yaml'), 'utf8');
      expect(file).toMatch(/^ {2}token: ENC\[/m);
      expect(await shell.run('fleet', 'npx sluice secret verify')).toContain(
        '0 errors, 0 warnings',
      );

      await shell.run('fleet', "git add . && git commit --quiet -m 'A fleet'");
      await shell.run('.', 'git init --quiet --bare --initial-branch=main manifests.git');
      const publish = 'npx sluice publish --repo ../manifests.git --branch main';
      expect(await shell.run('fleet', publish)).toContain('home: 12 files written');
      expect(await shell.run('fleet', publish)).toContain('nothing changed');

      await shell.run('fleet', "sed -i 's/production: 2/production: 3/' apps/hello/index.ts");
      await shell.run('fleet', 'npx cdk8s synth --check-upgrade=false');
      await shell.run('.', 'git clone --quiet manifests.git before');
      const plan = 'npx sluice plan --base ../before --head dist || [ $? -eq 2 ]';
      expect(await shell.run('fleet', plan)).toMatch(
        /update +Deployment hello\/web .*replicas 2 → 3/,
      );
    });
  });
});
