import {
  knownHostName,
  publishedHosts,
  registryKey,
  SecretText,
  type SourceAddress,
  sourceAddress,
  type Sync,
} from '../../bootstrap/index.ts';
import { newDeployKey, publicHalf, readGivenFile } from '../../io/bootstrap/index.ts';
import { type Manifest, textAt } from '../../kubernetes/index.ts';
import { refuse } from '../secret/output.ts';

/** What a person gives for the credentials of the source. */
export interface GivenCredentials {
  readonly cluster: string;
  readonly privateKey?: string | undefined;
  readonly knownHosts?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** The Secret that the source reads. */
export interface Credentials {
  /** What it is to hold; undefined where it stays as it is, or is not needed. */
  readonly values?: Readonly<Record<string, SecretText>>;
  /** The public half of its deploy key: type and key. */
  readonly publicKey?: string;
}

const token = 'SLUICE_SOURCE_TOKEN';

/** The address of the source, which must be one that Flux takes. */
export function addressOfSource({ url }: Sync): SourceAddress {
  const address = sourceAddress(url);
  if (address !== undefined) return address;
  const hint = 'Write it as ssh://git@host/owner/name, https://… or oci://….';
  return refuse('missing-source-credentials', {}, `the source ${url} is no URL of Flux`, hint);
}

/** The keys of the Secret, with nothing in them: what a dry run shows. */
export function plannedCredentials(sync: Sync): Credentials {
  if (sync.secret === undefined) return {};
  const keys = {
    ssh: ['identity', 'identity.pub', 'known_hosts'],
    oci: [registryKey],
    https: ['username', 'password'],
    http: ['username', 'password'],
  }[addressOfSource(sync).protocol];
  return { values: Object.fromEntries(keys.map((key) => [key, new SecretText('')])) };
}

/**
 * The credentials of the source: those that the cluster has, else what the person gives, else a new
 * deploy key.
 *
 * @param live the Secret in the cluster
 * @throws DiagnosticError where something is missing that nobody can make up
 */
export function credentialsFor(
  sync: Sync,
  live: Manifest | undefined,
  given: GivenCredentials,
): Credentials {
  const address = addressOfSource(sync);
  if (sync.secret === undefined) {
    if (address.protocol !== 'ssh') return {};
    const hint = "Name the Secret in the program: source: { …, secret: 'flux-system' }.";
    return refuse('missing-source-credentials', {}, 'a source over ssh needs a Secret', hint);
  }
  const publicKey = textAt(live, 'data', 'identity.pub');
  if (publicKey !== undefined) return { publicKey: withoutComment(decoded(publicKey)) };
  if (live !== undefined) return {};
  if (address.protocol === 'ssh') return secureShell(address, given);
  return address.protocol === 'oci' ? registry(address, given) : basic(given);
}

function secureShell(address: SourceAddress, given: GivenCredentials): Credentials {
  const { privateKey, publicKey } = deployKey(given);
  const values = {
    identity: privateKey,
    'identity.pub': publicKey,
    known_hosts: knownHosts(address, given),
  };
  return { values: sealed(values), publicKey: withoutComment(publicKey) };
}

function deployKey({ cluster, privateKey: file }: GivenCredentials) {
  if (file === undefined) return newDeployKey(`sluice-${cluster}`);
  const privateKey = readGivenFile('--private-key', file);
  const half = publicHalf(privateKey);
  if ('key' in half) return { privateKey, publicKey: half.key };
  const hint = "Make one: ssh-keygen -t ed25519 -N '' -f FILE";
  return refuse('missing-source-credentials', { file }, half.problem, hint);
}

function knownHosts(address: SourceAddress, { knownHosts: file }: GivenCredentials): string {
  if (file !== undefined) return readGivenFile('--known-hosts', file);
  const name = knownHostName(address);
  const found = publishedHosts(name);
  if (found !== undefined) return found;
  const port = address.port === '' ? '' : ` -p ${address.port}`;
  const hint = `Get them, compare their fingerprints with those that its owner publishes, and give them: ssh-keyscan${port} ${address.host} > FILE; --known-hosts FILE`;
  return refuse('missing-source-credentials', {}, `the public keys of ${name} are not known`, hint);
}

function basic({ env }: GivenCredentials): Credentials {
  return { values: sealed({ username: usernameIn(env), password: tokenIn(env) }) };
}

function registry({ host, port }: SourceAddress, { env }: GivenCredentials): Credentials {
  const [username, password] = [usernameIn(env), tokenIn(env)];
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const name = port === '' ? host : `${host}:${port}`;
  const config = { auths: { [name]: { username, password, auth } } };
  return { values: sealed({ [registryKey]: JSON.stringify(config) }) };
}

function tokenIn(env: NodeJS.ProcessEnv): string {
  const found = env[token] ?? '';
  if (found !== '') return found;
  const hint = `Set ${token} to one that may read it, and SLUICE_SOURCE_USERNAME where it needs a certain name.`;
  return refuse('missing-source-credentials', {}, 'the source needs a token', hint);
}

function usernameIn(env: NodeJS.ProcessEnv): string {
  return env['SLUICE_SOURCE_USERNAME'] ?? 'git';
}

function sealed(values: Readonly<Record<string, string>>): Readonly<Record<string, SecretText>> {
  const entries = Object.entries(values).map(([key, value]) => [key, new SecretText(value)]);
  return Object.fromEntries(entries) as Readonly<Record<string, SecretText>>;
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ');
}
