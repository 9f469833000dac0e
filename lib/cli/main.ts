import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { type Diagnostic, DiagnosticError, errorAt, formatDiagnostic } from '../core/index.ts';

// Most runs end within a second, in which V8 would optimize much that is not called again: a function
// earns it by more work than by default (132 KB of bytecode). `npm run bench -- validate` shows it. The V8
// of later releases does not know the flag.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');

function version(): string {
  // The package's root is three folders up from dist/lib/cli and two from lib/cli.
  for (const root of ['../../package.json', '../../../package.json']) {
    try {
      const text = readFileSync(new URL(root, import.meta.url), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}

async function main(argv: readonly string[]): Promise<void> {
  // Asked for by scripts at every turn, so it loads nothing else.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    console.log(version());
    return;
  }
  const { createCommand } = await import('./command.ts');
  await createCommand(version()).parseAsync(argv, { from: 'user' });
}

function asDiagnostics(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  if (process.env['SLUICE_DEBUG'] !== undefined) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  const hint = 'This is a defect of Sluice. SLUICE_DEBUG=1 prints where it happened.';
  return [errorAt('program-failed', {}, message, { hint })];
}

async function show(diagnostics: readonly Diagnostic[]): Promise<void> {
  const { painterFor } = await import('../io/terminal.ts');
  const { inSource } = await import('../io/source-maps.ts');
  const paint = painterFor(process.stderr, process.env);
  for (const each of diagnostics) {
    console.error(formatDiagnostic(inSource(each, process.cwd()), paint));
  }
}

// A reader such as head may leave early, which is no mistake; 141 is what a shell reports then.
process.stdout.on('error', ({ code = 'an error' }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(141);
  const message = `standard output cannot be written: ${code}`;
  void show([errorAt('output-failed', {}, message)]).finally(() => process.exit(1));
});

// The only catch-all: everything else hands errors on as diagnostics.
try {
  await main(process.argv.slice(2));
} catch (error) {
  // Commander has printed its own message by now, and says how it ends.
  const { exitCode } = error as { exitCode?: unknown };
  if (typeof exitCode === 'number') {
    process.exitCode = exitCode;
  } else {
    await show(asDiagnostics(error));
    process.exitCode = 1;
  }
}
