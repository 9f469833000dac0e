import { fluxKinds } from '../flux/index.ts';
import { groupOf } from '../kubernetes/index.ts';
import { refOf } from './objects.ts';
import type { ObjectRef, Stage } from './stage.ts';

/** What someone may do, as the API server is asked for it (authorization.k8s.io/v1, ResourceAttributes). */
export interface Right {
  readonly verb: 'get' | 'create' | 'patch';
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
}

/** What the stages need: to look at objects, make them and change them. */
export function rightsFor(stages: readonly Stage<unknown>[]): readonly Right[] {
  const applied = stages.flatMap(({ objects }) => objects.map(({ manifest }) => refOf(manifest)));
  const awaited = stages.flatMap(({ ready }) => ready.map(({ object }) => object));
  const rights = [
    ...[...applied, ...awaited].map((ref) => rightTo('get', ref)),
    ...applied.flatMap((ref) => [rightTo('create', ref), rightTo('patch', ref)]),
  ];
  return [...new Map(rights.map((right) => [formatRight(right), right])).values()];
}

function rightTo(verb: Right['verb'], { apiVersion, kind, namespace }: ObjectRef): Right {
  const group = groupOf(apiVersion);
  return { verb, group, resource: resourceOf(kind), ...(namespace !== undefined && { namespace }) };
}

/** The resource of a kind: Flux's as they are, others by the rule that all that install Flux follow. */
function resourceOf(kind: string): string {
  if (kind in fluxKinds) return fluxKinds[kind as keyof typeof fluxKinds].plural;
  const lower = kind.toLowerCase();
  if (lower.endsWith('y')) return `${lower.slice(0, -1)}ies`;
  return lower.endsWith('s') ? `${lower}es` : `${lower}s`;
}

/** A right as people write it: `create secrets in flux-system`, `get deployments.apps`. */
export function formatRight({ verb, group, resource, namespace }: Right): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  return `${verb} ${what}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
