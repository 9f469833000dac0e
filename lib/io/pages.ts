import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The pages that explain codes, as the package has them: diagnostics, and the risks of a plan. */
export function readPages(): readonly string[] {
  const root = path.dirname(createRequire(import.meta.url).resolve('sluice/package.json'));
  return ['docs/diagnostics.md', 'docs/reference/plan-risks.md'].map((page) =>
    readFileSync(path.join(root, page), 'utf8'),
  );
}
