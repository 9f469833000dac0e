import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readSchemas } from '../../lib/io/schema-data.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import { Schemas } from '../../lib/validate/schema/index.ts';
import { crdSetNames, publishedCrds } from '../../tools/crds.ts';
import { asOperatorInstalls } from '../../tools/operator.ts';
import { home } from '../../clusters/home/index.ts';
import { program } from '../../tools/programs.ts';
import { temporaryFolder } from '../support/folder.ts';
import { ruleVerdicts, verdicts } from '../validate/schema/verdicts.ts';
import { DryRun } from './fixtures/dry-run.ts';
import { kubeconform } from './fixtures/kubeconform.ts';
import type { Mutation } from './fixtures/mutations.ts';
import { badNames, compareVerdicts, complaint, isKnown, table, tell } from './fixtures/verdicts.ts';
import { synth } from './fixtures/programs.ts';
import { describeCluster, installCrds, objectsOf } from './harness/index.ts';

const kubernetes = '1.36';
/** Changes of each manifest: SLUICE_MUTATIONS=1000 has all of them, some 12,000, in two minutes. */
const each = Number(process.env['SLUICE_MUTATIONS'] ?? '10');
const seed = Number(process.env['SLUICE_SEED'] ?? '1');

const kustomizationFile = 'kustomize.config.k8s.io/v1beta1';
const folder = fileURLToPath(new URL('./fixtures/manifests', import.meta.url));
const ours = readdirSync(folder)
  .sort()
  .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
  .map((document) => document.toJS() as Manifest);
/** What the reference fleet applies; ciphertext is decrypted before the server sees it. */
const fleet = ((await objectsOf(synth(home).tree)) as unknown as Manifest[]).filter(
  ({ apiVersion, sops }) => sops === undefined && apiVersion !== kustomizationFile,
);
const manifests = [...ours, ...fleet];
const named = ours.filter(({ kind }) =>
  ['ConfigMap', 'Job', 'Kustomization', 'Role', 'Service', 'StatefulSet'].includes(kind),
);
const kept = [...verdicts(), ...ruleVerdicts()];
const cases: readonly Mutation[] = [
  ...table(manifests, each, seed),
  ...named.flatMap(badNames),
  ...kept,
];
const schemas = new Schemas({ kubernetes, load: readSchemas });

describeCluster('the API server as the judge', (cluster) => {
  let dryRun: DryRun;

  beforeAll(async () => {
    const { client } = cluster();
    for (const set of crdSetNames) {
      await installCrds(client, asOperatorInstalls(await publishedCrds(set)));
    }
    dryRun = await DryRun.prepare(
      client,
      cases.map(({ manifest }) => manifest),
    );
  }, 120_000);

  test('accepts and refuses what checkObject does', async () => {
    const comparison = await compareVerdicts(cases, schemas, dryRun);
    process.stderr.write(`${tell(comparison)}\n`);
    expect(cases.length).toBeGreaterThan(300);
    expect(comparison.differences.filter((difference) => !isKnown(difference))).toEqual([]);
  }, 600_000);

  test('says of the verdicts that are kept what is kept', async () => {
    const wrong: string[] = [];
    for (const { name, manifest, accepted } of kept) {
      const verdict = await dryRun.ask(manifest);
      if (verdict.accepted !== accepted) wrong.push(`${name}: ${verdict.message}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('takes every manifest of ours as it is', async () => {
    const valid = await compareVerdicts(table(manifests, 0, seed), schemas, dryRun);
    expect(valid).toEqual({ accepted: manifests.length, refused: 0, differences: [] });
  });
});

test('whatever kubeconform finds is found', async () => {
  const found = await kubeconform(
    await program('kubeconform'),
    temporaryFolder(),
    cases,
    kubernetes,
  );
  process.stderr.write(`kubeconform finds ${String(found.length)} of ${String(cases.length)}\n`);
  // Null in a map is what the API server takes, and kubeconform does not.
  const missed = found.filter(
    ({ manifest, message }) =>
      complaint(manifest, schemas) === undefined &&
      !/: got null, want (string|number)/.test(message),
  );
  expect(found.length).toBeGreaterThan(100);
  expect(missed.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
}, 120_000);
