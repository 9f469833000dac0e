import { refOf, whyNotReady as whyNot } from '../bootstrap/index.ts';
import { formatObject, type Manifest, objectId, valueAt } from '../kubernetes/index.ts';

/** Why an object of Flux is not Ready; undefined if it is. */
export function whyNotReady(object: Manifest): string | undefined {
  const found = whyNot(object, { object: refOf(object), condition: 'Ready' });
  if (found === undefined) return undefined;
  const { reason } = found;
  if (/^(?:is|has) /.test(reason)) return `it ${reason}`;
  return reason === '' ? 'it is not Ready' : reason.slice(0, 500);
}

export function isSuspended(object: Manifest): boolean {
  return valueAt(object, 'spec', 'suspend') === true;
}

/** An object by the name that people know it by. */
export function nameOf(object: Manifest): string {
  return formatObject(objectId(object));
}

/** `<namespace>/<name>`. */
export function idOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Whether an object is of a group of Flux's controllers, or a kind of it. */
export function isOfFlux(object: Manifest, kind?: string): boolean {
  const isFlux = /^(?:[a-z]+\.toolkit\.fluxcd\.io|fluxcd\.controlplane\.io)\//.test(
    object.apiVersion,
  );
  return isFlux && (kind === undefined || object.kind === kind);
}
