// Writes lib/flux/api from the CRDs of Flux, as flux-operator installs them, and its own.
//   node --import tsx tools/generate-flux-api.ts           writes what is missing or stale
//   node --import tsx tools/generate-flux-api.ts --check   names what is stale, and exits 1
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { fluxCrds } from './crds.ts';
import { generateFluxApi } from './generate/flux-api.ts';
import type { Crd } from '../lib/import/crd/schema.ts';
import { asOperatorInstalls } from './operator.ts';

const directory = new URL('../lib/flux/api/', import.meta.url);
const check = process.argv.includes('--check');

const sources = asOperatorInstalls(await fluxCrds()).map(({ text, ...origin }) => ({
  ...origin,
  crd: parse(text) as Crd,
}));
const wanted = generateFluxApi(sources);

await mkdir(directory, { recursive: true });
const present = (await readdir(directory)).filter((name) => name.endsWith('.ts'));
const stale: string[] = [];
for (const name of [...new Set([...present, ...wanted.keys()])].sort()) {
  const file = new URL(name, directory);
  const before = present.includes(name) ? await readFile(file, 'utf8') : undefined;
  const after = wanted.get(name);
  if (before === after) continue;
  stale.push(`lib/flux/api/${name}`);
  if (check) continue;
  if (after === undefined) await rm(file);
  else await writeFile(fileURLToPath(file), after);
}

for (const name of stale) {
  console.log(check ? `${name} is stale: npm run generate` : `wrote ${name}`);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;
