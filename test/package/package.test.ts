import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout, install, manifest, pack, run } from './consumer.ts';

const tsc = join(checkout, 'node_modules/typescript/bin/tsc');

describe('the packed package', () => {
  let folder: string;
  let consumer: string;
  let installed: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-package-'));
    consumer = join(folder, 'consumer');
    installed = join(consumer, 'node_modules/sluice');
    await install(consumer, await pack(folder));
    cpSync(join(checkout, 'test/package/consumer'), consumer, { recursive: true });
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Compiles the consumer's program strictly, the declarations of the package included. */
  async function compile(module: string, moduleResolution: string, ...args: string[]) {
    const compilerOptions = {
      ...{ target: 'ES2022', lib: ['ES2023'], types: ['node'], module, moduleResolution },
      ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
    };
    const project = join(consumer, `tsconfig.${module}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files: ['index.ts'] }));
    return run(consumer, process.execPath, tsc, '--project', project, ...args);
  }

  test('compiles in a consumer with nodenext resolution, and runs there on plain Node', async () => {
    await compile('NodeNext', 'NodeNext', '--outDir', 'out');
    const printed = await run(consumer, process.execPath, 'out/index.js');
    expect(JSON.parse(printed)).toEqual({ path: 'home/podinfo', charts: true });
  }, 60_000);

  test('compiles in a consumer with bundler resolution', async () => {
    expect(await compile('ESNext', 'Bundler', '--noEmit')).toBe('');
  }, 60_000);

  test.each([
    'sluice/dist/lib/synth/index.js',
    'sluice/lib/index.ts',
    'sluice/lib/constructs/index.js',
  ])('refuses the deep import %s', async (specifier) => {
    const script = `await import('${specifier}').catch((error) => console.log(error.code))`;
    const printed = await run(consumer, process.execPath, '--input-type=module', '-e', script);
    expect(printed.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  test('holds the build, its sources for debuggers, schemas, and nothing else', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
    const expected =
      /^((dist\/)?(lib|charts)\/.*\.(ts|js|map|json)|schemas\/[a-z0-9.-]+\.br|bin\/sluice\.mjs|docs\/(diagnostics|reference\/plan-risks)\.md)$/;
    expect(files.filter((file) => !expected.test(file)).sort()).toEqual(
      expect.arrayContaining(['LICENSE', 'package.json']),
    );
    expect(files.filter((file) => !expected.test(file) && file.includes('/'))).toEqual([]);
    expect(files.filter((file) => /\.test\.|\.sops\./.test(file))).toEqual([]);
  });

  test('is small, and no larger than it must be', async () => {
    const [about] = JSON.parse(
      await run(consumer, 'npm', 'pack', '--dry-run', '--json', '--ignore-scripts', installed),
    ) as readonly { readonly size: number; readonly unpackedSize: number }[];
    expect(about?.size).toBeLessThan(2_500_000);
    expect(about?.unpackedSize).toBeLessThan(9_000_000);
  });

  test('has a source map for each module of the build', () => {
    const modules = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' });
    const unmapped = modules.filter(
      (file) => /\.(?:js|d\.ts)$/.test(file) && !modules.includes(`${file}.map`),
    );
    expect(unmapped).toEqual([]);
  });

  test('explains a code without its repository and without a network', async () => {
    const printed = await run(consumer, 'node_modules/.bin/sluice', 'help', 'duplicate-app');
    expect(printed).toMatch(/^duplicate-app\n\n[^]*Fails:[^]*Works:/);
  });

  test('runs nothing when it is installed', () => {
    const { scripts } = manifest(installed);
    const automatic = /^(pre|post)?(install|prepare)$|^dependencies$/;
    expect(Object.keys(scripts ?? {}).filter((name) => automatic.test(name))).toEqual([]);
  });

  test('puts a sluice command in the path that tells its version', async () => {
    const printed = await run(consumer, 'node_modules/.bin/sluice', '--version');
    expect(printed.trim()).toBe(manifest(checkout).version);
  });
});
