// Writes apps/*/values.ts from the values.schema.json of charts that have one.
//   node --import tsx tools/generate-chart-values.ts           writes what is missing or stale
//   node --import tsx tools/generate-chart-values.ts --check   names what is stale, and exits 1
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartDirectory, charts } from './charts.ts';
import { type ChartSchema, valuesText } from './generate/chart-values.ts';

const check = process.argv.includes('--check');

for (const { app, name, module, version, folder } of charts) {
  const file = join(await chartDirectory(app), 'values.schema.json');
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
