/**
 * Builds the programs that the tests need, or those that are named, so that a test run does not
 * wait for them: node --import tsx tools/build-programs.ts [NAME…]
 */
import { buildCrds } from './crds.ts';
import { installNodePrograms } from './node-programs.ts';
import { type ProgramName, programEntry, programNames } from './programs.ts';

/** What is not a program of Go. */
const others: Readonly<Record<string, () => Promise<boolean>>> = {
  crds: buildCrds,
  'node-programs': installNodePrograms,
};
const known: readonly string[] = [...programNames, ...Object.keys(others)];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`No such program: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
    return 1;
  }
  // One after the other: a Go build takes every core already.
  for (const name of names.length > 0 ? names : known) await report(name);
  return 0;
}

async function report(name: string): Promise<void> {
  const start = performance.now();
  const built = await (others[name]?.() ?? readProgram(name as ProgramName));
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${name.padEnd(24)}  ${built ? `built in ${seconds} s` : 'cached'}`);
}

async function readProgram(name: ProgramName): Promise<boolean> {
  return (await programEntry(name)).built;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
