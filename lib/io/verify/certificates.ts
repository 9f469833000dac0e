import { type Manifest, textAt, valueAt } from '../../kubernetes/index.ts';
import { type Certificate, type Certificates, endOf, isOfFlux } from '../../verify/index.ts';
import type { Kubectl } from '../cluster/index.ts';
import { ask, askRows } from './kubectl.ts';

/** Keys of Flux's Secrets that hold certificates; the last two are their older names. */
const keys = ['tls.crt', 'ca.crt', 'certFile', 'caFile'];

/**
 * The public halves of credentials: that of the kubeconfig, those that cert-manager keeps, and those of
 * the Secrets that objects of Flux name. No other field of a Secret is printed.
 */
export async function readCertificates(
  kubectl: Kubectl,
  flux: readonly Manifest[],
  resources: readonly string[],
): Promise<Certificates> {
  const parts = [await ofKubeconfig(kubectl), await ofSecrets(kubectl, flux)];
  if (resources.includes('certificates.cert-manager.io')) parts.push(await managed(kubectl));
  return {
    all: parts.flatMap(({ all }) => all),
    unread: parts.flatMap(({ unread }) => unread),
  };
}

async function ofKubeconfig(kubectl: Kubectl): Promise<Certificates> {
  const path = '{.users[0].user.client-certificate-data}';
  const args = ['config', 'view', '--raw', '--minify', '--flatten', `--output=jsonpath=${path}`];
  const found = await ask(kubectl, args);
  if ('problem' in found) return { all: [], unread: [`the kubeconfig: ${found.problem}`] };
  // It may log in otherwise: with a token, or by a program.
  if (found.text === '') return { all: [], unread: [] };
  return { all: [{ place: 'the kubeconfig', ends: endOf(found.text) }], unread: [] };
}

async function managed(kubectl: Kubectl): Promise<Certificates> {
  const fields = ['.metadata.namespace', '.metadata.name', '.status.notAfter'];
  const args = ['get', 'certificates.cert-manager.io', '--all-namespaces'];
  const found = await askRows(kubectl, args, fields);
  if ('problem' in found) return { all: [], unread: [`Certificates: ${found.problem}`] };
  const all = found.answers.map(
    ([namespace = '', name = '', ends = '']): Certificate => ({
      place: `Certificate ${namespace}/${name}`,
      ends: ends === '' ? undefined : ends,
    }),
  );
  return { all, unread: [] };
}

async function ofSecrets(kubectl: Kubectl, flux: readonly Manifest[]): Promise<Certificates> {
  const names = new Map<string, Set<string>>();
  for (const each of flux.filter((object) => isOfFlux(object))) {
    const { namespace = '' } = each.metadata;
    for (const field of ['secretRef', 'certSecretRef']) {
      const name = textAt(valueAt(each, 'spec'), field, 'name');
      if (name !== undefined) names.set(namespace, (names.get(namespace) ?? new Set()).add(name));
    }
  }
  const all: Certificate[] = [];
  const unread: string[] = [];
  for (const [namespace, wanted] of names) {
    const [first = ''] = wanted;
    // A name twice: one alone would be printed without a list around it.
    const args = ['get', 'secrets', ...wanted, first, `--namespace=${namespace}`];
    const fields = ['.metadata.name', ...keys.map((key) => `.data.${key.replaceAll('.', '\\.')}`)];
    const found = await askRows(kubectl, [...args, '--ignore-not-found'], fields);
    if ('problem' in found) {
      unread.push(`Secrets of ${namespace}: ${found.problem}`);
      continue;
    }
    for (const [name = '', ...values] of new Map(
      found.answers.map((row) => [row[0], row]),
    ).values()) {
      for (const [index, value] of values.entries()) {
        if (value === '') continue;
        const place = `Secret ${namespace}/${name} ${keys[index] ?? ''}`;
        all.push({ place, ends: endOf(value) });
      }
    }
  }
  return { all, unread };
}
