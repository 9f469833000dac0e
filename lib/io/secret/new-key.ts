import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt, printable } from '../../core/index.ts';
import { newIdentity } from '../../sops/index.ts';
import { standardKeyFile } from './age-keys.ts';

/** A private key that was made and kept. */
export interface KeptKey {
  readonly recipient: string;
  /** Where its private half is. */
  readonly file: string;
}

/**
 * Makes a private key and adds it to the file in which sops looks for keys, which only its owner may
 * read: that of SOPS_AGE_KEY_FILE, else its standard one.
 *
 * @param comment what the key is for
 * @throws DiagnosticError where the file cannot be written, or is encrypted itself
 */
export async function keepNewKey(comment: string, env: NodeJS.ProcessEnv): Promise<KeptKey> {
  const named = env['SOPS_AGE_KEY_FILE'] ?? '';
  const file = named === '' ? standardKeyFile(env, process.platform) : named;
  const refuse = (message: string): never => {
    const hint = 'Make a key with age-keygen, and give its public half: --age age1…';
    const at = file === undefined ? {} : { file };
    throw new DiagnosticError([errorAt('output-failed', at, message, { hint })]);
  };
  if (file === undefined) return refuse('there is no home folder in which to keep a private key');
  const identity = await newIdentity();
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (/^(?:age-encryption|-----BEGIN AGE)/.test(before)) {
      return refuse('the key file is encrypted with a passphrase');
    }
    const comments = [`# ${printable(comment)}`, `# public key: ${identity.recipient}`];
    const text = [...comments, identity.reveal(), ''].join('\n');
    const isOpen = before !== '' && !before.endsWith('\n');
    appendFileSync(file, isOpen ? `\n${text}` : text, { mode: 0o600 });
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    refuse(`it cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'an error'}`);
  }
  return { recipient: identity.recipient, file };
}
