import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** The two halves of a key, as OpenSSH writes them to files. */
export interface KeyPair {
  readonly privateKey: string;
  /** One line: type, key, comment. */
  readonly publicKey: string;
}

const type = 'ssh-ed25519';
const magic = Buffer.from('openssh-key-v1\0');

/** Makes an ed25519 key without a passphrase, in memory (openssh-portable 9.9, PROTOCOL.key). */
export function newDeployKey(comment: string): KeyPair {
  const pair = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = pair.privateKey.export({ format: 'jwk' });
  const key = Buffer.from(x, 'base64url');
  const seed = Buffer.from(d, 'base64url');
  const publicBlob = Buffer.concat([text(type), text(key)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([
    ...[check, check, publicBlob],
    ...[text(Buffer.concat([seed, key])), text(comment)],
  ]);
  // To blocks of eight, with 1, 2, 3 …
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (secret.length % 8)) % 8));
  const whole = Buffer.concat([
    ...[magic, text('none'), text('none'), text(''), number(1)],
    ...[text(publicBlob), text(Buffer.concat([secret, padding]))],
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: `${begin}\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${type} ${publicBlob.toString('base64')} ${comment}\n`,
  };
}

const begin = '-----BEGIN OPENSSH PRIVATE KEY-----';

/** The public half of a private key in the form of OpenSSH, or why Flux could not use it. */
export function publicHalf(
  privateKey: string,
): { readonly key: string } | { readonly problem: string } {
  const body = new RegExp(`^${begin}\\s([A-Za-z0-9+/=\\s]+)-----END`).exec(privateKey.trim())?.[1];
  const bytes = Buffer.from(body ?? '', 'base64');
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    return { problem: 'it is no private key in the form of OpenSSH' };
  }
  const reader = new Reader(bytes.subarray(magic.length));
  const cipher = reader.text().toString('latin1');
  if (cipher !== 'none') return { problem: 'it has a passphrase, which Flux would not know' };
  reader.text();
  reader.text();
  reader.number();
  const blob = reader.text();
  const name = new Reader(blob).text().toString('latin1');
  if (!/^[a-z0-9@.-]+$/.test(name)) return { problem: 'it is broken' };
  return { key: `${name} ${blob.toString('base64')}\n` };
}

/** The fields of SSH's binary form: RFC 4251, section 5. */
class Reader {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  number(): number {
    const value = this.#rest.length < 4 ? 0 : this.#rest.readUInt32BE();
    this.#rest = this.#rest.subarray(4);
    return value;
  }

  text(): Buffer {
    const length = this.number();
    const value = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return value;
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}
