import { decryptionSecret, fluxNamespace, SecretText } from '../../bootstrap/index.ts';
import { AgeKeys } from '../../io/secret/index.ts';
import { isMap, type Manifest, valueAt } from '../../kubernetes/index.ts';
import { parseIdentities } from '../../sops/index.ts';
import { refuse, show } from '../secret/output.ts';

type Secrets = Readonly<Record<string, SecretText>>;

/** The name of the key file in the Secret: Flux takes every one with this ending. */
const keyFile = 'cluster.agekey';

/** Whether anything of a cluster is to be decrypted. */
export function decrypts(kustomizations: readonly Manifest[]): boolean {
  return kustomizations.some((each) => valueAt(each, 'spec', 'decryption') !== undefined);
}

/** The Secret's key, with nothing in it: what a dry run shows. */
export function plannedDecryption(): Secrets {
  return { [keyFile]: new SecretText('') };
}

/**
 * The private keys of a cluster: those that it has, else those of this machine that belong to it. A
 * person's other keys stay where they are.
 *
 * @param recipients the cluster's own public keys, as the program has them
 * @param live the Secret in the cluster
 * @returns what the Secret is to hold; undefined where it stays as it is
 * @throws DiagnosticError where none of the keys belongs to the cluster
 */
export async function decryptionFor(
  recipients: readonly string[],
  live: Manifest | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Secrets | undefined> {
  if (live !== undefined) return checkLive(recipients, live);
  const { identities, problems } = await new AgeKeys(env).for(recipients);
  const own = identities.filter(({ recipient }) => recipients.includes(recipient));
  if (own.length === 0) {
    show(problems);
    const hint = `Give it with SOPS_AGE_KEY_FILE or SOPS_AGE_KEY. Its public half is ${recipients.join(' or ')}.`;
    const message = 'the private key of the cluster is not at hand';
    return refuse('missing-decryption-key', {}, message, hint);
  }
  const unique = new Set(own.map((identity) => identity.reveal()));
  return { [keyFile]: new SecretText(`${[...unique].join('\n')}\n`) };
}

async function checkLive(recipients: readonly string[], live: Manifest): Promise<undefined> {
  const data = valueAt(live, 'data');
  const files = isMap(data) ? Object.entries(data) : [];
  for (const [name, value] of files) {
    if (!name.endsWith('.agekey') || typeof value !== 'string') continue;
    const text = Buffer.from(value, 'base64').toString('utf8');
    const read = await parseIdentities({ text, file: name });
    if ('value' in read && read.value.some(({ recipient }) => recipients.includes(recipient))) {
      return undefined;
    }
  }
  const object = `Secret ${fluxNamespace}/${decryptionSecret}`;
  const message = 'none of the private keys that the cluster has is the one of the program';
  const hint = `Delete the Secret to have it made anew, or correct sops: { age: […] } of the cluster.`;
  return refuse('missing-decryption-key', { object }, message, hint);
}
