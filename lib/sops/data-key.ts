import { DiagnosticError, errorAt } from '../core/index.ts';
import { type Identity, shownRecipient, unwrapDataKey } from './age.ts';
import type { Metadata } from './metadata.ts';
import { fail, type Warn, warning } from './result.ts';
import { placeOf } from './source.ts';
import type { Document } from './tree.ts';

/** The data key, or a diagnostic that says whose key would open the file. */
export async function findDataKey(
  document: Document,
  metadata: Metadata,
  identities: readonly Identity[],
  warn: Warn,
): Promise<Uint8Array> {
  const at = placeOf(document.source, metadata.ageEntry?.start, 'sops.age');
  if (metadata.groups > 0) {
    const message = `the data key is shared among ${metadata.groups} key groups`;
    return fail('sops-unsupported', at, message, { hint: 'Only sops itself can join it.' });
  }
  const { dataKey, broken } = await unwrapDataKey(metadata.age, identities);
  if (dataKey !== undefined) {
    for (const recipient of broken) warn(warning('sops-stanza', at, stanzaMessage(recipient)));
    return dataKey;
  }
  if (broken.length > 0) {
    throw new DiagnosticError(
      broken.map((recipient) => errorAt('sops-stanza', at, stanzaMessage(recipient))),
    );
  }
  if (metadata.age.length === 0) {
    return fail('sops-unsupported', at, `only ${metadata.others.join(', ')} can open the file`, {
      hint: 'Let someone who has such a key add an age recipient with sops.',
    });
  }
  const names = metadata.age.map(({ recipient }) => shownRecipient(recipient)).join(', ');
  return fail('sops-no-key', at, 'no private key at hand belongs to a recipient of the file', {
    hint: `It is encrypted for ${names}.`,
  });
}

function stanzaMessage(recipient: string): string {
  return `the stanza of ${shownRecipient(recipient)} does not hold the data key for that recipient`;
}
