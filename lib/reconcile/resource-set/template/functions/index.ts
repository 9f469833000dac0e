import type { Functions, TemplateFunction } from '../function.ts';
import { builtin } from './builtin.ts';
import { encoding } from './encoding.ts';
import { lists } from './lists.ts';
import { maps } from './maps.ts';
import { numbers } from './numbers.ts';
import { regex } from './regex.ts';
import { strings } from './strings.ts';

/** Functions that exist in a ResourceSet and are not supported here. */
const unsupported = [
  ...['ago', 'duration', 'durationRound', 'must_date_modify', 'mustDateModify', 'mustToDate'],
  ...['toDate', 'unixEpoch', 'randInt', 'b32enc', 'b32dec', 'urlParse', 'urlJoin', 'base', 'dir'],
  ...['clean', 'ext', 'isAbs', 'osBase', 'osClean', 'osDir', 'osExt', 'osIsAbs', 'call', 'html'],
  ...['js', 'urlquery'],
];

const all: Functions = {
  ...builtin,
  ...strings,
  ...numbers,
  ...lists,
  ...maps,
  ...encoding,
  ...regex,
};

/** Every function of a ResourceSet's templates but `inputs`, by name. */
export const supportedFunctions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries(all),
);

/** Whether templates know a function. */
export function isFunctionName(name: string): boolean {
  return name === 'inputs' || supportedFunctions.has(name) || unsupported.includes(name);
}
