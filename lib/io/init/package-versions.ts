import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Versions;
  readonly devDependencies: Versions;
}

/**
 * The versions of packages with which this Sluice was tested, and its own. Where npm installed it from
 * a file, that file: no registry has it then.
 *
 * @param folder where the package.json will be that names them
 */
export function packageVersions(folder: string): Versions {
  const file = createRequire(import.meta.url).resolve('sluice/package.json');
  const own = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const packed = packedFile(path.dirname(file));
  return {
    ...own.devDependencies,
    ...own.peerDependencies,
    node: own.engines.node,
    sluice: packed === undefined ? `^${own.version}` : `file:${path.relative(folder, packed)}`,
  };
}

/** npm notes in node_modules where each package came from. */
function packedFile(installed: string): string | undefined {
  const modules = path.dirname(installed);
  const note = path.join(modules, '.package-lock.json');
  if (!existsSync(note)) return undefined;
  const { packages } = JSON.parse(readFileSync(note, 'utf8')) as {
    packages: Readonly<Record<string, { resolved?: string; link?: true }>>;
  };
  const { resolved = '', link } = packages['node_modules/sluice'] ?? {};
  if (link === true || !resolved.startsWith('file:')) return undefined;
  return path.resolve(path.dirname(modules), resolved.slice('file:'.length));
}
