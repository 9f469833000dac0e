import { readFileSync } from 'node:fs';
import { Yaml } from 'cdk8s';
import { DiagnosticError, errorAt } from '../core/index.ts';
import { readYaml } from '../kubernetes/index.ts';

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
  return read.documents.filter((document) => Object.keys(document).length > 0);
}
