import type { Cluster, Environment } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import { locate } from '../locate.ts';
import type { SecretFile } from './secret-file.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Public keys of age, as text: what else a program names as one could be a private key. */
const publicKey = /^(?:age1[a-z0-9]+|ssh-[a-z0-9]+ [A-Za-z0-9+/=]+.*)$/;

/** Who may read the secrets of an environment in a cluster: the cluster, and that environment's people. */
function recipientsOf(cluster: Cluster, environment: Environment): Map<string, string> {
  const named = (keys: readonly string[] = [], whose: string): [string, string][] =>
    keys.map((key) => [key.trim(), whose]);
  return new Map([
    ...named(environment.sops?.age, `the environment ${environment.name}`),
    ...named(cluster.sops?.age, `the cluster ${cluster.node.id}`),
  ]);
}

/**
 * Reports a file that someone cannot read who must, or that someone can who must not. Unknown
 * recipients cannot be checked, so a cluster with secrets must name its own.
 */
export function checkRecipients(
  { metadata, location }: SecretFile,
  cluster: Cluster,
  environment: Environment,
  report: Report,
): void {
  const fail = (message: string, hint: string): void =>
    report(errorAt('secret-recipients', location, message, { hint }));
  const wanted = recipientsOf(cluster, environment);
  if ((cluster.sops?.age ?? []).length === 0) {
    fail(
      `the cluster ${cluster.node.id} names no recipients, so who reads the file cannot be checked`,
      "Name the cluster's public key, as `sops: { age: ['age1…'] }`.",
    );
    return;
  }
  // What is no public key is reported where it is named.
  if ([...wanted.keys()].some((key) => !publicKey.test(key))) return;
  const hint =
    'Encrypt it for those that cluster and environment name: sluice secret updatekeys FILE.';
  const present = new Set(metadata.age.map(({ recipient }) => recipient));
  const missing = [...wanted].filter(([key]) => !present.has(key));
  if (missing.length > 0) {
    const names = missing.map(([key, whose]) => `${key} of ${whose}`).join(', ');
    fail(`the file is not encrypted for ${names}`, hint);
  }
  const others = [...present].filter((key) => !wanted.has(key));
  const strangers = [
    ...others.map((key) => (publicKey.test(key) ? key : 'what is no public key of age')),
    ...metadata.others.map((kind) => `keys of ${kind}`),
  ];
  if (strangers.length > 0) {
    const whose = `the cluster ${cluster.node.id} nor the environment ${environment.name}`;
    fail(`the file is encrypted for ${strangers.join(', ')}, and neither ${whose} says so`, hint);
  }
}

/** Reports what is named as a recipient and is no public key, without showing it. */
export function checkRecipientNames(
  cluster: Cluster,
  environments: Iterable<Environment>,
  report: Report,
): void {
  const lists = [
    { whose: `the cluster ${cluster.node.id}`, keys: cluster.sops?.age ?? [] },
    ...[...environments].map(({ name, sops }) => ({
      whose: `the environment ${name}`,
      keys: sops?.age ?? [],
    })),
  ];
  for (const { whose, keys } of lists) {
    for (const [index, key] of keys.entries()) {
      if (publicKey.test(key.trim())) continue;
      const location = { ...locate(cluster), field: `sops.age[${String(index)}]` };
      const message = `a recipient of ${whose} is no public key of age`;
      const hint = 'One begins with age1; age-keygen -y prints that of a private key.';
      report(errorAt('secret-recipients', location, message, { hint }));
    }
  }
}
