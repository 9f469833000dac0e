import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskTree, findKustomize } from '../../lib/io/reconcile/index.ts';
import { readSchemas } from '../../lib/io/schema-data.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import { reconcile } from '../../lib/reconcile/index.ts';
import { Schemas } from '../../lib/validate/schema/index.ts';
import { crdSetNames, publishedCrds } from '../../tools/crds.ts';
import { asOperatorInstalls } from '../../tools/operator.ts';
import { program } from '../../tools/programs.ts';
import { temporaryFolder } from '../support/folder.ts';
import { DryRun } from './fixtures/dry-run.ts';
import { kubeconform } from './fixtures/kubeconform.ts';
import { compareVerdicts, complaint, isKnown, table, tell } from './fixtures/verdicts.ts';
import { describeCluster, installCrds } from './harness/index.ts';

/** A folder of checkouts, by `<owner>-<repository>`; the configuration leaves this file out without. */
const corpus = process.env['SLUICE_CORPUS'] ?? '';
const kubernetes = '1.36';
const schemas = new Schemas({ kubernetes, load: readSchemas });

const trees = [
  ['onedr0p-home-ops', 'kubernetes/flux/cluster'],
  ['fluxcd-flux2-kustomize-helm-example', 'clusters/production'],
  ['fluxcd-flux2-multi-tenancy', 'clusters/production'],
].filter(([repository = '']) => existsSync(join(corpus, repository)));

/** What Flux would apply, of the kinds whose schemas are shipped. */
async function objectsIn(repository: string, entry: string): Promise<Manifest[]> {
  const env = { SLUICE_KUSTOMIZE: await program('kustomize') };
  const tree = diskTree(join(corpus, repository));
  const state = await reconcile({ tree, entry, kustomize: findKustomize(env) });
  const manifests = state.kustomizations
    .flatMap(({ objects }) => objects)
    .map((each) => each.manifest);
  return manifests.filter((manifest) => complaint(manifest, schemas) !== 'unknown kind');
}

describe.each(trees)('%s %s', (repository = '', entry = '') => {
  describeCluster('judged by the API server', (cluster) => {
    test('is accepted and refused, as it is and changed, as checkObject says', async () => {
      const { client } = cluster();
      for (const set of crdSetNames) {
        await installCrds(client, asOperatorInstalls(await publishedCrds(set)));
      }
      const manifests = await objectsIn(repository, entry);
      const dryRun = await DryRun.prepare(client, manifests);
      const cases = table(manifests, 3, 1);
      const comparison = await compareVerdicts(cases, schemas, dryRun);
      process.stderr.write(`${repository}: ${tell(comparison)}\n`);
      expect(comparison.differences.filter((difference) => !isKnown(difference))).toEqual([]);
      const found = await kubeconform(
        await program('kubeconform'),
        temporaryFolder(),
        cases,
        kubernetes,
      );
      const missed = found.filter(({ manifest }) => complaint(manifest, schemas) === undefined);
      expect(missed.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
    }, 600_000);
  });
});
