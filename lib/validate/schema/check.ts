import type { JsonValue, Manifest } from '../../kubernetes/index.ts';
import { groupOf } from '../../kubernetes/index.ts';
import { checkRules } from '../cel/index.ts';
import { metadataProblems } from './metadata.ts';
import type { SchemaProblem } from './problem.ts';
import type { Kind, Schemas } from './schemas.ts';
import { knownDespite, openSealed } from './sealed.ts';
import { sizeProblem } from './size.ts';
import { Walk } from './walk.ts';

/**
 * Why the API server would refuse a manifest that is applied, as far as the manifest alone says so.
 * `unknown-kind` if no schema of its kind is at hand. Of a kind whose definition is broken nothing
 * is said; `Schemas.broken` names the definition.
 *
 * @param options.sealed whether values may be SOPS ciphertext, which stands for a value of the type
 * that it names
 */
export function checkObject(
  manifest: Manifest,
  schemas: Schemas,
  options: { readonly sealed?: boolean } = {},
): readonly SchemaProblem[] | 'unknown-kind' {
  const kind = schemas.kind(manifest.apiVersion, manifest.kind);
  if (kind === undefined) return 'unknown-kind';
  if (kind === 'broken') return [];
  if (options.sealed !== true) return check(manifest, kind, schemas);
  const opened = openSealed(manifest);
  return knownDespite(check(opened.manifest, kind, schemas), opened.sealed);
}

function check(manifest: Manifest, kind: Kind, schemas: Schemas): readonly SchemaProblem[] {
  const walk = new Walk(kind.builtin);
  walk.value(kind.node, kind.status ? withoutStatus(manifest) : (manifest as JsonValue));
  const group = groupOf(manifest.apiVersion);
  const metadata = metadataProblems(manifest, group, kind, schemas.kubernetes);
  const size = sizeProblem(manifest as JsonValue);
  const problems = [
    ...(size === undefined ? [] : [{ path: [], message: size, kind: 'forbidden' } as const]),
    ...walk.problems,
    ...metadata,
  ];
  if (walk.ruled.length === 0 || problems.some(isBlocking)) return problems;
  return [...problems, ...checkRules(walk.ruled)];
}

/** What the API server ends at before it asks a rule. */
function isBlocking({ kind }: SchemaProblem): boolean {
  return kind === 'missing-field' || kind === 'wrong-type';
}

function withoutStatus(manifest: Manifest): JsonValue {
  const { status: _, ...rest } = manifest;
  return rest as JsonValue;
}
