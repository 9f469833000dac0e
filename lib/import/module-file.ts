import { printText } from './literal.ts';

/** Modules of all apps. */
const beside = new Set(['defaults', 'text']);

const order = ['node:fs', 'node:url', 'cdk8s', 'constructs', 'sluice'];

/** A module: its imports, sorted and each once, and its body. */
export function printFile(imports: readonly string[], body: readonly string[]): string {
  const modules = new Map<string, Set<string>>();
  for (const each of imports) {
    const [module = '', ...name] = each.split(' ');
    const isOurs = beside.has(module) || module.startsWith('shared-');
    const from = isOurs ? `../${module}.ts` : module;
    modules.set(from, (modules.get(from) ?? new Set()).add(name.join(' ')));
  }
  const rank = (module: string): number => (order.includes(module) ? order.indexOf(module) : 9);
  const lines = [...modules]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([module, names]) => printImport(module, [...names]));
  return `${[...lines, '', ...body].join('\n')}\n`;
}

function printImport(module: string, names: readonly string[]): string {
  const sorted = [...names].sort((a, b) =>
    a.replace('type ', '').toLowerCase() < b.replace('type ', '').toLowerCase() ? -1 : 1,
  );
  const areTypes = sorted.every((name) => name.startsWith('type '));
  const list = areTypes ? sorted.map((name) => name.slice(5)) : sorted;
  const word = areTypes ? 'import type' : 'import';
  const line = `${word} { ${list.join(', ')} } from ${printText(module)};`;
  if (line.length <= 100) return line;
  return [`${word} {`, ...list.map((name) => `  ${name},`), `} from ${printText(module)};`].join(
    '\n',
  );
}
