#!/usr/bin/env node
// Runs the build. In a checkout without a build, or with one older than its sources, it runs the
// sources, so that nobody reads yesterday's answer. What is installed from npm is always a build.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/lib/cli/main.js', import.meta.url);
const source = new URL('../lib/cli/main.ts', import.meta.url);

/** Only a checkout has the build's settings; the package leaves them out. */
const isCheckout = existsSync(new URL('../tsconfig.build.json', import.meta.url));
/** True if Node was started with the condition `source`, by the function below or by a person. */
const meansSources = import.meta.resolve('sluice').endsWith('.ts');

if (isCheckout && meansSources) {
  await import('tsx');
  await import(source.href);
} else if (isCheckout && !isCurrent()) {
  runSources();
} else {
  await import(built.href);
}

/** True if no source changed after the build. tsc rewrites every file, so any one tells the time. */
function isCurrent() {
  const time = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  return time !== undefined && !['lib', 'charts'].some((folder) => hasNewer(folder, time));
}

function hasNewer(folder, time) {
  const root = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  return readdirSync(root, { recursive: true }).some(
    (file) => file.endsWith('.ts') && statSync(`${root}/${file}`).mtimeMs > time,
  );
}

/** A condition can only be given when Node starts, so the sources run in a child. */
function runSources() {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--conditions=source', self, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  // A terminal signals both processes; anything else signals only this one, which must pass it on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`sluice: cannot start Node: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // 128 + n is what a shell reports for a program that signal n ended.
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
