import { createRequire, register } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const query = 'sluice-run';

/**
 * Runs among Node's loader hooks, in a thread of its own. What a module of the project imports of the
 * project has the number of the run in its URL, so that Node, which imports each URL once, reads it anew.
 */
const hooks = `
  let project = '';
  let packaged = [];
  export function initialize(data) { ({ project, packaged } = data); }
  export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    const run = /[?&](${query}=\\d+)/.exec(context.parentURL ?? '');
    const isOwn = found.url.startsWith(project) && !found.url.includes('/node_modules/') &&
      !packaged.some((folder) => found.url.startsWith(folder));
    if (run === null || !isOwn || found.url.includes('${query}=')) return found;
    return { ...found, url: found.url + (found.url.includes('?') ? '&' : '?') + run[1] };
  }
`;

let count = 0;

/**
 * Makes every import by what this gives read all modules of a project as they are then. Packages are
 * read once; so is Sluice itself, also where the project is its checkout.
 *
 * @param project the folder of the project
 * @returns imports a module of the project by its path
 */
export function freshImporter(project: string): (file: string) => Promise<void> {
  const root = `${pathToFileURL(project).href}/`;
  const packaged = ['dist/lib', 'dist/charts', 'lib', 'charts'].map(
    (folder) => `${pathToFileURL(path.join(ownFolder(), folder)).href}/`,
  );
  const source = `data:text/javascript,${encodeURIComponent(hooks)}`;
  register(source, { data: { project: root, packaged } });
  const { cache } = createRequire(import.meta.url);
  const isOwn = (file: string): boolean =>
    file.startsWith(`${project}${path.sep}`) &&
    !file.includes(`${path.sep}node_modules${path.sep}`);
  return async (file) => {
    for (const loaded of Object.keys(cache))
      if (isOwn(loaded)) Reflect.deleteProperty(cache, loaded);
    count += 1;
    await import(`${pathToFileURL(file).href}?${query}=${String(count)}`);
  };
}

/** The folder of the package. */
function ownFolder(): string {
  return path.dirname(fileURLToPath(import.meta.resolve('sluice/package.json')));
}
