import type * as Age from 'age-encryption';
import { type AgeStanza } from './metadata.ts';
import { fail } from './result.ts';
import type { Location } from '../core/index.ts';

/**
 * The data key inside age files, by the `age-encryption` package: X25519 and post-quantum hybrid
 * keys. What sops hands to plugins or to SSH (age/keysource.go: parseRecipient) is kept, not used.
 */

/** Loaded when a key is used: it costs a tenth of a second, and most that is read needs none. */
const load = (): Promise<typeof Age> => import('age-encryption');

/** sops.go, GenerateDataKey. */
export const dataKeyBytes = 32;

/** Why text is no recipient that a data key can be encrypted for; undefined if it is one. */
export async function recipientProblem(recipient: string): Promise<string | undefined> {
  if (recipient.startsWith('ssh-')) return 'it is an SSH key';
  if (/^AGE-(?:SECRET-KEY|PLUGIN)-/i.test(recipient)) return 'it is a private key';
  // age/keysource.go: a further 1 divides the name of a plugin from its data.
  if (!recipient.startsWith('age1pq1') && recipient.split('1').length > 2) {
    return 'it belongs to a plugin of age';
  }
  const { Encrypter } = await load();
  try {
    new Encrypter().addRecipient(recipient);
    return undefined;
  } catch {
    return 'it is no public key of age';
  }
}

/** A recipient for anyone to see, without the comment of an SSH key: a private key may stand there. */
export function publicRecipient(recipient: string): string {
  const known = /^(?:age1[0-9a-z]+$|ssh-[a-z0-9-]+ [A-Za-z0-9+/=]+(?= |$))/.exec(recipient);
  return known?.[0] ?? 'what is no public key of age';
}

/** A recipient in a message: some are very long. */
export function shownRecipient(recipient: string): string {
  const shown = publicRecipient(recipient);
  return shown.length <= 80 ? shown : `${shown.slice(0, 24)}…`;
}

/**
 * A private key of age, X25519 or post-quantum hybrid. Its text is in no property, so that nothing
 * prints it. `parseIdentities` makes them.
 */
export class Identity {
  readonly #secret: string;
  /** The public key that belongs to it. */
  readonly recipient: string;

  constructor(secret: string, recipient: string) {
    this.#secret = secret;
    this.recipient = recipient;
  }

  /** The key itself, for the one place that must have it: the Secret from which a cluster decrypts. */
  reveal(): string {
    return this.#secret;
  }

  /** What an armored age file holds; undefined if it is not for this key, or broken. */
  async decrypt(armored: string): Promise<Uint8Array | undefined> {
    const { armor, Decrypter } = await load();
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.#secret);
    try {
      return await decrypter.decrypt(armor.decode(armored));
    } catch {
      return undefined;
    }
  }
}

/** Reads private keys as they stand in a key file or in SOPS_AGE_KEY (age/keysource.go: parseIdentities). */
export async function readIdentities(text: string, at: Location): Promise<Identity[]> {
  const { identityToRecipient } = await load();
  const identities: Identity[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#')) continue;
    for (const word of line.split(/\s+/).filter((each) => each !== '')) {
      const place = at.file === undefined ? at : { ...at, line: index + 1 };
      if (word.startsWith('AGE-PLUGIN-')) {
        fail('sops-unsupported', place, 'the private key belongs to a plugin of age');
      }
      try {
        identities.push(new Identity(word, await identityToRecipient(word)));
      } catch {
        fail('sops-identity', place, 'this is no private key of age', {
          hint: 'One begins with AGE-SECRET-KEY-1 or AGE-SECRET-KEY-PQ-1; age-keygen makes one.',
        });
      }
    }
  }
  return identities;
}

/** A new private key of age, X25519: every version of age and SOPS knows it. */
export async function newIdentity(): Promise<Identity> {
  const { generateX25519Identity, identityToRecipient } = await load();
  const secret = await generateX25519Identity();
  return new Identity(secret, await identityToRecipient(secret));
}

/** Encrypts a data key for each recipient, as sops does: one armored age file for each. */
export async function wrapDataKey(
  dataKey: Uint8Array,
  recipients: readonly string[],
): Promise<AgeStanza[]> {
  const { armor, Encrypter } = await load();
  return Promise.all(
    recipients.map(async (recipient) => {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      return { recipient, enc: armor.encode(await encrypter.encrypt(dataKey)) };
    }),
  );
}

/** The data key, and what is odd about the stanzas of the keys at hand. */
export interface Unwrapped {
  readonly dataKey: Uint8Array | undefined;
  /** Recipients whose stanza their own key does not open, or opens to another data key. */
  readonly broken: readonly string[];
}

/**
 * Looks for the data key: each private key tries the stanzas that name it, and only if that gave
 * none does it try the others, since sops lets a name be wrong.
 */
export async function unwrapDataKey(
  stanzas: readonly AgeStanza[],
  identities: readonly Identity[],
): Promise<Unwrapped> {
  let dataKey: Uint8Array | undefined;
  const broken: string[] = [];
  for (const identity of identities) {
    for (const { recipient, enc } of stanzas) {
      if (recipient !== identity.recipient) continue;
      const found = await dataKeyIn(enc, identity);
      if (found === undefined || (dataKey !== undefined && !Buffer.from(found).equals(dataKey))) {
        broken.push(recipient);
      }
      dataKey ??= found;
    }
  }
  for (const identity of identities) {
    for (const { recipient, enc } of stanzas) {
      if (dataKey !== undefined) return { dataKey, broken };
      if (recipient !== identity.recipient) dataKey = await dataKeyIn(enc, identity);
      if (dataKey !== undefined) broken.push(recipient);
    }
  }
  return { dataKey, broken };
}

async function dataKeyIn(enc: string, identity: Identity): Promise<Uint8Array | undefined> {
  const found = await identity.decrypt(enc);
  return found?.length === dataKeyBytes ? found : undefined;
}
