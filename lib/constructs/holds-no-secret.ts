import type { IConstruct } from 'constructs';
import { namingScope } from './private/hooks.ts';

const mark = 'sluice:holdsNoSecret';

/**
 * Says that what looks like a secret is none: a Secret in plain text, or a value in the shape of a
 * key or token. Without it, synth refuses both. It holds for an object or for a construct around
 * several, such as an Include, but never for a whole app.
 *
 * @param reason why, for whoever reviews the program; it is not written to the manifests
 * @example holdsNoSecret(probe, 'the password of a test user in a database without data')
 */
export function holdsNoSecret(construct: IConstruct, reason: string): void {
  if (reason.trim() === '') throw new Error('holdsNoSecret() needs the reason why');
  construct.node.addMetadata(mark, reason);
}

/** Whether a person said of a construct, or of one around it in the app, that it holds no secret. */
export function isSaidToHoldNoSecret(construct: IConstruct): boolean {
  for (let each: IConstruct | undefined = construct; each; each = each.node.scope) {
    if (namingScope in each) return false;
    if (each.node.metadata.some(({ type }) => type === mark)) return true;
  }
  return false;
}
