// Writes schemas/: what Kubernetes and the CRDs of the ecosystem say of each kind, compressed.
//   node --import tsx tools/generate-schemas.ts           writes what is missing or stale
//   node --import tsx tools/generate-schemas.ts --check   names what is stale, and exits 1
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { crdSetNames, publishedCrds } from './crds.ts';
import { crdTexts } from './generate/schemas/crds.ts';
import { kubernetesText, readKubernetesApi } from './generate/schemas/kubernetes.ts';
import { moduleDirectory } from './go.ts';
import { asOperatorInstalls } from './operator.ts';

const module = 'k8s.io/kubernetes';
/** The newest patch of each of the last four minor versions, and its sum. */
const versions = {
  '1.33': ['v1.33.13', 'h1:bmH31xUdSzeA5vk0wZAK9MZp11mdLuzUSeKk0qN3hPQ='],
  '1.34': ['v1.34.4', 'h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk='],
  '1.35': ['v1.35.4', 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM='],
  '1.36': ['v1.36.3', 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o='],
} as const;
const directory = new URL('../schemas/', import.meta.url);
const check = process.argv.includes('--check');

const apis = await Promise.all(
  Object.entries(versions).map(async ([minor, [version, sum]]) => {
    const unpacked = await moduleDirectory(module, version, sum);
    return readKubernetesApi(unpacked, minor, `${module} ${version}`);
  }),
);
const sets = await Promise.all(crdSetNames.map(publishedCrds));
const crds = crdTexts(asOperatorInstalls(sets.flat()));
const wanted = new Map(
  [...crds, ['kubernetes', kubernetesText(apis)] as const].map(([name, text]) => [
    `${name}.br`,
    text,
  ]),
);

await mkdir(directory, { recursive: true });
const present = (await readdir(directory)).filter((name) => name.endsWith('.br'));
const stale: string[] = [];
for (const name of [...new Set([...present, ...wanted.keys()])].sort()) {
  const file = fileURLToPath(new URL(name, directory));
  const before = present.includes(name) ? await read(file) : undefined;
  const after = wanted.get(name);
  if (before === after) continue;
  stale.push(`schemas/${name}`);
  if (check) continue;
  if (after === undefined) await rm(file);
  else await writeFile(file, compress(after));
}

for (const name of stale) {
  console.log(check ? `${name} is stale: npm run generate` : `wrote ${name}`);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;

/** The text is compared, since other versions of Node may compress it otherwise. */
async function read(file: string): Promise<string> {
  return brotliDecompressSync(await readFile(file)).toString('utf8');
}

function compress(text: string): Buffer {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
  };
  return brotliCompressSync(text, { params });
}
