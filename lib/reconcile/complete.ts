import { type Diagnostic, errorAt } from '../core/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import type { AppliedObjects } from './applied-objects.ts';
import type { ClusterObjects } from './cluster.ts';
import { finish, type LineOf } from './finish.ts';
import type { PreparedObject } from './kustomization/node.ts';
import type { ReconciledObject } from './state.ts';
import { type FindObject, loadVariables, withPlaceholders } from './variables.ts';

/** What completing takes beside the objects. */
interface Surroundings {
  readonly cluster: ClusterObjects;
  readonly applied: AppliedObjects;
  readonly areSecretsHidden: boolean;
  /** Finds what variables come from. */
  readonly find: FindObject;
  /** Whether nothing else will come, so that what is optional is done without. */
  readonly isLast: boolean;
  readonly lineOf: LineOf;
}

/** The objects of a Kustomization, with what is to be said of those that are ciphertext. */
interface Completed {
  readonly objects: readonly ReconciledObject[];
  readonly built: readonly ReconciledObject[];
  readonly warnings: readonly Diagnostic[];
}

/** Makes of what a Kustomization builds what it applies; undefined while variables are missing. */
export function complete(
  kustomization: Manifest,
  prepared: readonly PreparedObject[],
  { cluster, isLast, find, ...around }: Surroundings,
): Completed | { readonly diagnostics: readonly Diagnostic[] } | undefined {
  const { namespace = '' } = kustomization.metadata;
  const objects = prepared.map(({ manifest }) => manifest);
  const { values, missing } = loadVariables(kustomization, objects, find);
  if (missing.length > 0 && !isLast) return undefined;
  const needed = missing.filter(({ optional }) => !optional);
  const promised = missing.filter(({ name }) => cluster.isPromised(name, namespace));
  if (needed.some((each) => !promised.includes(each))) return undefined;
  const variables = promised.length > 0 ? withPlaceholders(values, objects) : values;
  const { scopes } = cluster;
  const result = finish(kustomization, prepared, { variables, scopes, ...around });
  return 'diagnostics' in result
    ? result
    : { ...result, warnings: sealedWarnings(prepared, promised) };
}

function sealedWarnings(
  prepared: readonly PreparedObject[],
  promised: readonly { readonly name: string }[],
): readonly Diagnostic[] {
  const sealed = prepared.filter((each) => each.sealed?.opened === false).length;
  const messages = promised.map(
    ({ name }) => `the values of ${name} are made in the cluster, and not known here`,
  );
  if (sealed > 0) {
    messages.unshift(
      `no key at hand opens ${sealed} of its objects, and nothing checks their MACs`,
    );
  }
  return messages.map((message) => ({
    ...errorAt('sealed-object', {}, message),
    severity: 'warning',
  }));
}
