#!/usr/bin/env node
// Runs the build. In a checkout without a build, or with one older than its sources, it runs the
// sources, so that nobody reads yesterday's answer. What is installed from npm is always a build.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/lib/cli/main.js', import.meta.url);
const source = new URL('../lib/cli/main.ts', import.meta.url);

/** Only a checkout has the build's settings; the package leaves them out. */
const isCheckout = existsSync(new URL('../tsconfig.build.json', import.meta.url));

if (!isCheckout) {
  await import(built.href);
} else if (meansSources()) {
  await import('tsx');
  await import(source.href);
} else if (isCurrent()) {
  await import(built.href);
} else {
  await runSources();
}

/** True if Node was started with the condition `source`, by the function below or by a person. */
function meansSources() {
  return import.meta.resolve('sluice').endsWith('.ts');
}

/** True if no source changed after the build. The build rewrites every file, so any one tells the time. */
function isCurrent() {
  const time = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  return time !== undefined && !['lib', 'charts'].some((folder) => hasNewer(root(folder), time));
}

/** One folder after the other: readdirSync's own recursion takes four times as long. */
function hasNewer(folder, time) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return hasNewer(path, time);
    return path.endsWith('.ts') && statSync(path).mtimeMs > time;
  });
}

function root(folder) {
  return fileURLToPath(new URL(`../${folder}`, import.meta.url));
}

/** A condition can only be given when Node starts, so the sources run in a child. */
async function runSources() {
  const { spawn } = await import('node:child_process');
  const { constants } = await import('node:os');
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
