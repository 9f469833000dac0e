import { readFileSync } from 'node:fs';
import { Yaml } from 'cdk8s';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { type JsonObject, readYaml } from '../kubernetes/index.ts';

const installed = Symbol.for('sluice.include');

/**
 * Makes cdk8s's `Include` and `Helm` read local files as kustomize does. Their own reader takes
 * YAML 1.1's `on` for true and cuts long integers, and starts a process for each file.
 */
export function readIncludesAsFluxDoes(): void {
  const yaml = Yaml as typeof Yaml & { [installed]?: boolean };
  if (yaml[installed] === true) return;
  yaml[installed] = true;
  const load = Yaml.load.bind(Yaml);
  yaml.load = (source: string): unknown[] =>
    /^https?:/.test(source) ? load(source) : readFile(source.replace(/^file:\/\//, ''));
}

function readFile(file: string): unknown[] {
  const fail = (message: string, line?: number): never => {
    const location = line === undefined ? { file } : { file, line };
    throw new DiagnosticError([errorAt('unreadable-file', location, message)]);
  };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    return fail(cause instanceof Error ? cause.message : String(cause));
  }
  const read = readYaml(text);
  if ('problem' in read) return fail(read.problem, read.line);
  const objects = withoutLists(read.documents);
  return typeof objects === 'string' ? fail(objects) : objects;
}

/**
 * Objects in place of the lists that hold them: `List`, `ConfigMapList`. kustomize gives an item
 * nothing of its list, so an item names its kind itself (kustomize api v0.21.1,
 * resource/factory.go, inlineAnyEmbeddedLists). Text is why it would refuse the lists.
 */
function withoutLists(documents: readonly JsonObject[]): JsonObject[] | string {
  const objects: JsonObject[] = [];
  const waiting = [...documents];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { kind, items } = next;
    if (Object.keys(next).length === 0) continue;
    if (typeof kind !== 'string' || !kind.endsWith('List') || items === undefined) {
      objects.push(next);
      continue;
    }
    if (items === null) continue;
    if (!Array.isArray(items)) return `items of ${kind} is no list`;
    for (const [index, item] of items.entries()) {
      const problem = itemProblem(item);
      if (problem !== undefined) return `items[${String(index)}] of ${kind} ${problem}`;
      waiting.push(item as JsonObject);
    }
  }
  return objects;
}

function itemProblem(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return 'is no map';
  return Object.keys(item).length === 0 || 'kind' in item ? undefined : 'has no kind';
}
