import {
  formatObject,
  listAt,
  type Manifest,
  objectId,
  textAt,
  valueAt,
} from '../kubernetes/index.ts';

/**
 * Why an object of Flux is not Ready; undefined if it is. A status about an older generation says
 * nothing of the newest spec (kstatus: fluxcd/cli-utils v1.2.3, pkg/kstatus/status/core.go).
 */
export function whyNotReady(object: Manifest): string | undefined {
  if (object.metadata['deletionTimestamp'] !== undefined) return 'it is being deleted';
  const conditions = listAt(object, 'status', 'conditions');
  const ready = conditions.find((each) => textAt(each, 'type') === 'Ready');
  if (ready === undefined) return 'it has no status yet';
  const observed = valueAt(object, 'status', 'observedGeneration');
  if (typeof observed === 'number' && observed !== object.metadata['generation']) {
    return 'it has a newer spec than its status is about';
  }
  if (textAt(ready, 'status') === 'True') return undefined;
  const said = [textAt(ready, 'reason'), textAt(ready, 'message')].filter(Boolean).join(': ');
  return said === '' ? 'it is not Ready' : said.slice(0, 500);
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
