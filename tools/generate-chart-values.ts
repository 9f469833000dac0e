// Writes apps/*/values.ts from the values.schema.json of charts that have one.
//   node --import tsx tools/generate-chart-values.ts           writes what is missing or stale
//   node --import tsx tools/generate-chart-values.ts --check   names what is stale, and exits 1
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChartSchema, valuesText } from './generate/chart-values.ts';
import { moduleDirectory } from './go.ts';

/** A chart that lies in a Go module: the version is also the chart's. */
const charts = [
  {
    app: 'cert-manager',
    name: 'CertManagerValues',
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folder: 'deploy/charts/cert-manager',
  },
  {
    app: 'external-secrets',
    name: 'ExternalSecretsValues',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'deploy/charts/external-secrets',
  },
  {
    app: 'external-dns',
    name: 'ExternalDnsValues',
    module: 'sigs.k8s.io/external-dns',
    version: 'v0.22.0',
    sum: 'h1:+ASJ3KF7DLqHo2LsG8Qinuh2J389MS86I19i/r8ewUc=',
    folder: 'charts/external-dns',
  },
];
const check = process.argv.includes('--check');

for (const { app, name, module, version, sum, folder } of charts) {
  const file = join(await moduleDirectory(module, version, sum), folder, 'values.schema.json');
  const schema = JSON.parse(await readFile(file, 'utf8')) as ChartSchema;
  const wanted = valuesText(name, schema, `${module} ${version}, ${folder}/values.schema.json`);
  const target = new URL(`../apps/${app}/values.ts`, import.meta.url);
  const before = await readFile(target, 'utf8').catch(() => undefined);
  if (before === wanted) continue;
  console.log(
    check ? `apps/${app}/values.ts is stale: npm run generate` : `wrote apps/${app}/values.ts`,
  );
  if (check) process.exitCode = 1;
  else await writeFile(target, wanted);
}
