import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const configuration = createRequire(import.meta.url)(
  '../.dependency-cruiser.cjs',
) as Required<IConfiguration>;
const rules = configuration.forbidden.map((rule) => rule.name ?? '');

/** One wrong import for each rule: [rule, importing file, what it imports]. */
const wrong = [
  ['core-imports-only-rows-above', 'lib/core/a.ts', '../kubernetes/index.ts'],
  ['core-imports-no-package', 'lib/core/b.ts', 'yaml'],
  ['kubernetes-imports-only-rows-above', 'lib/kubernetes/a.ts', '../sops/index.ts'],
  ['sops-imports-only-rows-above', 'lib/sops/a.ts', '../flux/index.ts'],
  ['flux-imports-only-rows-above', 'lib/flux/a.ts', '../constructs/index.ts'],
  ['constructs-imports-only-rows-above', 'lib/constructs/a.ts', '../synth/index.ts'],
  ['synth-imports-only-rows-above', 'lib/synth/a.ts', '../reconcile/index.ts'],
  ['reconcile-imports-only-rows-above', 'lib/reconcile/a.ts', '../validate/index.ts'],
  ['validate-imports-only-rows-above', 'lib/validate/a.ts', '../plan/index.ts'],
  ['plan-imports-only-rows-above', 'lib/plan/a.ts', '../publish/index.ts'],
  ['explain-imports-only-rows-above', 'lib/explain/a.ts', '../publish/index.ts'],
  ['graph-imports-only-rows-above', 'lib/graph/a.ts', '../plan/index.ts'],
  ['import-imports-only-rows-above', 'lib/import/a.ts', '../publish/index.ts'],
  ['publish-imports-only-rows-above', 'lib/publish/a.ts', '../bootstrap/index.ts'],
  ['bootstrap-imports-only-rows-above', 'lib/bootstrap/a.ts', '../io/index.ts'],
  ['verify-imports-only-rows-above', 'lib/verify/a.ts', '../io/index.ts'],
  ['init-imports-only-rows-above', 'lib/init/a.ts', '../constructs/index.ts'],
  ['io-imports-no-edge', 'lib/io/a.ts', '../cli/main.ts'],
  ['only-the-edge-imports-io', 'lib/synth/b.ts', '../io/index.ts'],
  ['side-effects-live-in-io', 'lib/plan/b.ts', 'node:fs'],
  ['nothing-in-lib-imports-the-composition-root', 'lib/testing/a.ts', '../index.ts'],
  ['only-the-edge-imports-the-program', 'lib/synth/c.ts', '../program.ts'],
  ['nothing-imports-the-cli', 'lib/index.ts', './cli/main.ts'],
  ['help-waits-for-nothing', 'lib/cli/command.ts', '../sops/index.ts'],
  ['nothing-in-lib-imports-testing', 'lib/constructs/b.ts', 'sluice/testing'],
  ['lib-imports-no-fleet', 'lib/constructs/c.ts', 'sluice/charts'],
  ['charts-import-only-the-toolkit', 'charts/a.ts', '../apps/podinfo/index.ts'],
  ['apps-import-only-charts-and-the-toolkit', 'apps/podinfo/a.ts', '../../clusters/main.ts'],
  [
    'clusters-import-only-apps-charts-and-the-toolkit',
    'clusters/a.ts',
    '../lib/constructs/index.ts',
  ],
  ['shipped-code-imports-no-workbench', 'lib/cli/a.ts', '../../tools/index.ts'],
  ['shipped-code-imports-no-dev-dependency', 'lib/io/b.ts', 'vitest'],
  ['no-cycle', 'tools/a.ts', './a.ts'],
  ['no-unresolvable', 'tools/b.ts', './missing.ts'],
] as const;

/** What people are to write, and must not be refused. */
const right = [
  ['lib/kubernetes/right.ts', '../core/index.ts'],
  ['lib/constructs/right.ts', 'cdk8s'],
  ['lib/constructs/right2.ts', 'node:url'],
  ['lib/io/right.ts', 'node:fs'],
  ['lib/cli/right.ts', '../index.ts'],
  ['lib/testing/right.ts', '../program.ts'],
  ['lib/program.ts', './io/index.ts'],
  ['charts/right.ts', 'sluice'],
  ['apps/podinfo/right.ts', 'sluice/charts'],
  ['clusters/right.ts', '../apps/podinfo/index.ts'],
] as const;

const folders = [
  ...['core', 'kubernetes', 'sops', 'flux', 'constructs', 'synth', 'reconcile', 'validate'],
  ...['plan', 'publish', 'bootstrap', 'verify', 'io', 'testing'],
].map((folder) => `lib/${folder}/index.ts`);
const targets = [
  ...folders,
  ...[
    'lib/index.ts',
    'lib/program.ts',
    'lib/cli/main.ts',
    'charts/index.ts',
    'apps/podinfo/index.ts',
  ],
  ...['clusters/main.ts', 'tools/index.ts'],
];

describe('each architecture rule', () => {
  let tree: string;
  let found: string[];

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'sluice-architecture-'));
    for (const file of targets) write(file, 'export {};\n');
    for (const [, file, target] of wrong) write(file, `import '${target}';\n`);
    for (const [file, target] of right) write(file, `import '${target}';\n`);
    for (const file of ['package.json', 'node_modules']) {
      symlinkSync(join(checkout, file), join(tree, file));
    }
    const result = await violations(tree, ['lib', 'charts', 'apps', 'clusters', 'tools']);
    found = result.map(({ rule, from }) => `${rule.name}: ${from}`);
  });
  afterAll(() => {
    rmSync(tree, { recursive: true });
  });

  function write(file: string, text: string) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }

  test('has a wrong import here', () => {
    expect([...new Set(wrong.map(([rule]) => rule))].sort()).toEqual([...rules].sort());
  });

  test('says why', () => {
    expect(configuration.forbidden.filter(({ comment }) => !comment)).toEqual([]);
  });

  test.each(wrong)('%s refuses %s → %s', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  test.each(right)('lets %s import %s', (file) => {
    expect(found.filter((violation) => violation.endsWith(`: ${file}`))).toEqual([]);
  });
});

test('the sources keep every architecture rule', async () => {
  const result = await violations(checkout, ['lib', 'charts', 'apps', 'clusters', 'tools']);
  expect(result.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
}, 60_000);

async function violations(baseDir: string, paths: string[]) {
  const { forbidden, options } = configuration;
  const settings = { ...options, ruleSet: { forbidden }, validate: true, baseDir };
  const { output } = await cruise(paths, settings, {
    ...options.enhancedResolveOptions,
    bustTheCache: true,
  });
  return (output as ICruiseResult).summary.violations;
}
