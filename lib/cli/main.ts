import { readFileSync } from 'node:fs';
import { type Diagnostic, DiagnosticError, errorAt, formatDiagnostic } from '../core/index.ts';

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

// The only catch-all: everything else hands errors on as diagnostics.
try {
  await main(process.argv.slice(2));
} catch (error) {
  // Commander has printed its own message by now, and says how it ends.
  const { exitCode } = error as { exitCode?: unknown };
  if (typeof exitCode === 'number') {
    process.exitCode = exitCode;
  } else {
    const { painterFor } = await import('../io/terminal.ts');
    const { inSource } = await import('../io/source-maps.ts');
    const paint = painterFor(process.stderr, process.env);
    for (const each of asDiagnostics(error)) {
      console.error(formatDiagnostic(inSource(each, process.cwd()), paint));
    }
    process.exitCode = 1;
  }
}
