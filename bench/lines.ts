// Lines of TypeScript of each app and cluster against lines of the YAML that it becomes: what people write and what
// Flux reads. Comments and blank lines count; generated files, such as the types of values, do not.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { clusters, synth } from '../test/clusters/fleets.ts';
import { checkout } from '../tools/process.ts';

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Lines of the TypeScript below a folder that people wrote. */
function written(folder: string): number {
  const all = readdirSync(path.join(checkout, folder), { recursive: true, encoding: 'utf8' });
  return all
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(checkout, folder, file), 'utf8'))
    .filter((text) => !text.startsWith('// Generated'))
    .reduce((sum, text) => sum + linesOf(text), 0);
}

const { tree } = synth();
const cluster = (name: string): string[] =>
  [...tree].filter(([file]) => file.startsWith(`clusters/${name}/`)).map(([, text]) => text);
const yaml = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + linesOf(text), 0);

const apps = readdirSync(path.join(checkout, 'apps'));
const lines = apps.map((app) => written(`apps/${app}`)).sort((a, b) => a - b);
const total = lines.reduce((sum, each) => sum + each, 0);
console.log('| written in TypeScript | lines | becomes YAML | files | lines |');
console.log('| --- | ---: | --- | ---: | ---: |');
for (const name of Object.keys(clusters)) {
  const texts = cluster(name);
  const cells = [`clusters/${name}`, written(`clusters/${name}`), `the cluster ${name}`];
  console.log(`| ${[...cells, texts.length, yaml(texts)].join(' | ')} |`);
}
const median = lines[Math.floor(lines.length / 2)] ?? 0;
console.log(
  `| ${apps.length} apps, ${median} lines in the middle | ${total} | all clusters | ${tree.size} | ${yaml([...tree.values()])} |`,
);
