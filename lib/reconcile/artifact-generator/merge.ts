/** How the strategy `Merge` joins YAML files (source-watcher, internal/builder/merge.go). */
import { readGoYaml, splitGoYaml, writeGoYaml } from '../../flux/index.ts';
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import { CopyError } from './staging.ts';

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Maps are merged at every depth; of all else, the overlay's value counts. */
function merge(base: JsonObject, overlay: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(overlay)) {
    const below = merged.get(key);
    merged.set(key, isMap(below) && isMap(value) ? merge(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** All documents of a file as one map. */
function readMaps(path: string, text: string): JsonObject {
  const stream = splitGoYaml(text);
  if ('problem' in stream) throw new CopyError(`'${path}' is not YAML: ${stream.problem}`);
  return stream.documents
    .map((document) => {
      const read = readGoYaml(document);
      if ('problem' in read) throw new CopyError(`'${path}' is not YAML: ${read.problem}`);
      if (read.value !== null && !isMap(read.value)) throw new CopyError(`'${path}' is no map`);
      return read.value ?? {};
    })
    .reduce(merge, {});
}

/** The text of a file with that of another laid over it. */
export function mergeYaml(path: string, base: string, overlay: string): string {
  return writeGoYaml(merge(readMaps(path, base), readMaps(path, overlay)));
}
