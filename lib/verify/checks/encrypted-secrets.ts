import { isSaidToHoldNoSecret } from '../../constructs/index.ts';
import { plural } from '../../core/index.ts';
import { formatObject, isMap, type Manifest, objectId } from '../../kubernetes/index.ts';
import { readText } from '../../reconcile/index.ts';
import { publicRecipient, verify } from '../../sops/index.ts';
import { clustersFolder } from '../../synth/index.ts';
import { belowFolder, filesBelow } from '../below-folder.ts';
import type { Check } from '../check.ts';
import { type ClusterEvidence, type Evidence, type Manifests, valueOf } from '../evidence.ts';
import { manifestsIn } from '../instances.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** Whoever reads the repository reads a Secret in plain text, and its history never forgets one. */
export const encryptedSecrets: Check = {
  id: 'encrypted-secrets',
  title: 'Secrets are SOPS ciphertext, for the right recipients',
  part: 'offline',
  look,
};

async function look({ program, clusters }: Evidence): Promise<Outcome> {
  const findings = new Findings();
  let [looked, secrets] = [0, 0];
  for (const each of clusters) {
    const manifests = valueOf(each.manifests, findings.note, each.name);
    if (manifests === undefined) continue;
    looked += 1;
    secrets += await lookInto(each, manifests, program, findings);
  }
  return findings.outcome(looked === 0 ? undefined : plural(secrets, 'Secret'));
}

/** Checks the files of a cluster; gives the number of its Secrets. */
async function lookInto(
  cluster: ClusterEvidence,
  { files, folder }: Manifests,
  { synthesis }: Evidence['program'],
  findings: Findings,
): Promise<number> {
  const tree = belowFolder(files.tree, folder);
  const { apps } = cluster.synthesized;
  const folders = [`${clustersFolder}/${cluster.name}`, ...apps.map(({ directory }) => directory)];
  const paths = new Set(folders.flatMap((each) => [...filesBelow(tree, each)]));
  let secrets = 0;
  for (const file of paths) {
    if (!/\.(?:ya?ml|json)$/.test(file)) continue;
    const text = readText(tree, file);
    if (!/\bSecret\b|\bsops\b/.test(text)) continue;
    const objects = manifestsIn(text);
    const construct = synthesis.provenance.get(file);
    const isHarmless = construct !== undefined && isSaidToHoldNoSecret(construct);
    for (const manifest of objects.filter(isSecret)) {
      secrets += 1;
      if (isMap(manifest['sops']) || isHarmless || !holdsValues(manifest)) continue;
      const object = formatObject(objectId(manifest));
      const remedy =
        'Encrypt it (sluice secret encrypt), publish, and change the secret: the history has it.';
      findings.fail('its values are in plain text', remedy, { object, file });
    }
    if (objects.some((each) => isMap(each['sops'])))
      await lookAtSops(cluster, file, text, findings);
  }
  return secrets;
}

function isSecret({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Secret' && apiVersion === 'v1';
}

/** Whether any value is neither empty nor a variable that Flux fills in. */
function holdsValues(manifest: Manifest): boolean {
  return ['data', 'stringData'].some((field) => {
    const values = manifest[field];
    return isMap(values) && Object.values(values).some((value) => !isEmpty(value));
  });
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'string' && /^\$\{\w+\}$/.test(value));
}

async function lookAtSops(
  cluster: ClusterEvidence,
  file: string,
  text: string,
  findings: Findings,
): Promise<void> {
  const { diagnostics, recipients } = await verify({ text, file }, 'yaml');
  for (const { severity, message, location, hint } of diagnostics) {
    if (severity === 'error')
      findings.fail(message, hint ?? 'Encrypt it anew and publish.', location);
  }
  const wanted = recipientsOf(cluster, file);
  if (wanted.size === 0) {
    findings.note('recipients are not compared: the cluster names none', cluster.name);
    return;
  }
  const remedy = 'Run sluice secret updatekeys on its file in the program, and publish.';
  for (const each of wanted) {
    if (recipients.includes(each)) continue;
    findings.fail(`it is not encrypted for ${publicRecipient(each)}`, remedy, { file });
  }
  for (const each of recipients) {
    if (wanted.has(each)) continue;
    const message = `it is encrypted for ${publicRecipient(each)}, which neither cluster nor environment names`;
    findings.fail(message, remedy, { file });
  }
}

/** The keys of the cluster, and of the people of the environment whose file it is. */
function recipientsOf({ synthesized }: ClusterEvidence, file: string): ReadonlySet<string> {
  const { cluster, apps } = synthesized;
  const owner = apps.find(({ directory }) => file.startsWith(`${directory}/`));
  const environment = owner?.app.environment ?? cluster.environment;
  const own = cluster.sops?.age ?? [];
  if (own.length === 0) return new Set();
  return new Set([...own, ...(environment.sops?.age ?? [])].map((each) => each.trim()));
}
