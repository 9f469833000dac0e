import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, type onTestFinished, test } from 'vitest';
import { commitAll, type Reported, startDev, writeProject } from '../support/dev.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeFile } from '../support/tree.ts';

const main = `import { Cluster, Environment, run } from 'sluice';
import { Shop } from './apps/shop.ts';

run((fleet) => {
  const cluster = new Cluster(fleet, 'home', {
    environment: Environment.production,
    domain: 'home.example.org',
    kubernetes: '1.34',
    source: { url: 'ssh://git@github.com/acme/manifests', branch: 'main' },
  });
  new Shop(cluster, 'shop', { namespace: 'shop' });
});
`;
const app = `import { ApiObject } from 'cdk8s';
import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { colour } from './colour.ts';

export class Shop extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps) {
    super(scope, id, props);
    new ApiObject(this, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data: { colour } });
  }
}
`;
const colour = (name: string): string => `export const colour = '${name}';\n`;

interface Project {
  readonly folder: string;
  readonly child: ReturnType<typeof startDev>['child'];
  readonly next: () => Promise<Reported>;
}

function project(finished: typeof onTestFinished): Project {
  const folder = temporaryFolder(finished);
  const files = { 'main.ts': main, 'apps/shop.ts': app, 'apps/colour.ts': colour('blue') };
  writeProject(folder, files);
  const dev = startDev(folder);
  finished(() => void dev.child.kill('SIGKILL'));
  return { folder, ...dev };
}

function valuesIn({ plan }: Reported): readonly unknown[] | undefined {
  return plan?.clusters.flatMap(({ changes }) =>
    changes.flatMap(({ fields }) => fields.map(({ after }) => after)),
  );
}

describe.concurrent('sluice dev', { timeout: 120_000 }, () => {
  test('plans each save against the last commit, whichever module was saved', async ({
    onTestFinished,
  }) => {
    const { folder, next } = project(onTestFinished);
    expect(valuesIn(await next())).toEqual([]);
    writeFile(folder, 'apps/colour.ts', colour('green'));
    const saved = await next();
    expect([saved.changed, valuesIn(saved)]).toEqual([['apps/colour.ts'], ['green']]);
    writeFile(folder, 'apps/colour.ts', colour('blue'));
    expect(valuesIn(await next())).toEqual([]);
  });

  test('ends with the last of many saves', async ({ onTestFinished }) => {
    const { folder, next } = project(onTestFinished);
    await next();
    for (let index = 0; index < 20; index += 1) {
      writeFile(folder, 'apps/colour.ts', colour(`colour-${index}`));
      await new Promise((resolve) => void setTimeout(resolve, 15));
    }
    let last = await next();
    while (valuesIn(last)?.[0] !== 'colour-19') last = await next();
    expect(valuesIn(last)).toEqual(['colour-19']);
  });

  test('has another base after a commit', async ({ onTestFinished }) => {
    const { folder, next } = project(onTestFinished);
    await next();
    writeFile(folder, 'apps/colour.ts', colour('green'));
    expect(valuesIn(await next())).toEqual(['green']);
    commitAll(folder);
    expect(valuesIn(await next())).toEqual([]);
  });

  test('says what a program throws, and goes on', async ({ onTestFinished }) => {
    const { folder, next } = project(onTestFinished);
    await next();
    writeFile(folder, 'apps/colour.ts', 'export const colour = ;\n');
    const broken = await next();
    expect([broken.plan, broken.findings[0]?.code]).toEqual([undefined, 'program-failed']);
    writeFile(folder, 'apps/colour.ts', colour('red'));
    expect(valuesIn(await next())).toEqual(['red']);
  });

  test('plans nothing where the program of the last commit fails', async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    writeProject(folder, { 'main.ts': `throw new Error('unfinished');\n` });
    const files = { 'main.ts': main, 'apps/shop.ts': app, 'apps/colour.ts': colour('blue') };
    for (const [file, text] of Object.entries(files)) writeFile(folder, file, text);
    const { child, next } = startDev(folder);
    onTestFinished(() => void child.kill('SIGKILL'));
    const { findings, plan } = await next();
    expect([findings.map(({ code }) => code), plan]).toEqual([['program-failed'], undefined]);
  });

  test('goes on where a link leads in a circle', async ({ onTestFinished }) => {
    const { folder, next } = project(onTestFinished);
    symlinkSync('before', join(folder, 'before'));
    await next();
    symlinkSync('circle', join(folder, 'circle'));
    writeFile(folder, 'apps/colour.ts', colour('green'));
    expect(valuesIn(await next())).toEqual(['green']);
  });

  test('shows a mistake, and not what the base has as well', async ({ onTestFinished }) => {
    const { folder, next } = project(onTestFinished);
    expect((await next()).findings).toEqual([]);
    writeFile(
      folder,
      'apps/shop.ts',
      app.replace('data: { colour }', 'data: { colour: { a: colour } }'),
    );
    expect((await next()).findings.map(({ code }) => code)).toContain('invalid-field');
  });

  test('leaves nothing behind when it is interrupted', async ({ onTestFinished }) => {
    const { folder, child, next } = project(onTestFinished);
    await next();
    const ended = new Promise((resolve) =>
      child.on('close', (code, signal) => resolve(signal ?? code)),
    );
    child.kill('SIGINT');
    expect(['SIGINT', 130]).toContain(await ended);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
    const { stdout } = spawnSync('git', ['status', '--short'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('reads what lies beside the folder of the program as well', async ({ onTestFinished }) => {
    const root = temporaryFolder(onTestFinished);
    const folder = join(root, 'fleet');
    mkdirSync(folder);
    const shared = app.replace("'./colour.ts'", "'../../shared/colour.ts'");
    writeFile(root, 'shared/colour.ts', colour('blue'));
    writeFile(root, 'shared/package.json', '{ "type": "module" }\n');
    writeProject(folder, { 'main.ts': main, 'apps/shop.ts': shared });
    renameSync(join(folder, '.git'), join(root, '.git'));
    commitAll(root);
    const { child, next } = startDev(folder);
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(valuesIn(await next())).toEqual([]);
    writeFile(root, 'shared/colour.ts', colour('green'));
    expect(valuesIn(await next())).toEqual(['green']);
  });

  test('goes on where a program fails in what it does not wait for', async ({ onTestFinished }) => {
    const { folder, next } = project(onTestFinished);
    await next();
    writeFile(
      folder,
      'apps/colour.ts',
      `${colour('green')}void Promise.reject(new Error('late'));\n`,
    );
    await next();
    writeFile(folder, 'apps/colour.ts', colour('red'));
    let last = await next();
    while (valuesIn(last)?.[0] !== 'red') last = await next();
    expect(valuesIn(last)).toEqual(['red']);
  });

  test('needs a repository', async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    writeProject(folder, { 'main.ts': main, 'apps/shop.ts': app });
    rmSync(join(folder, '.git'), { recursive: true });
    await expect(startDev(folder).next()).rejects.toThrow('no Git repository');
  });
});
