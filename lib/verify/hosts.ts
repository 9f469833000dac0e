import { isMap, listAt, type Manifest, textAt, valueAt } from '../kubernetes/index.ts';

/** Where external-dns reads more hosts of an object (external-dns v0.15, docs/annotations). */
const dnsAnnotation = 'external-dns.alpha.kubernetes.io/hostname';

/** The hosts under which an object makes something reachable, in lower case. */
export function hostsOf(manifest: Manifest): readonly string[] {
  const annotated = manifest.metadata.annotations?.[dnsAnnotation] ?? '';
  const all = [...namedBy(manifest), ...annotated.split(',').map((each) => each.trim())];
  return [...new Set(all.filter((host) => host.includes('.')).map((host) => host.toLowerCase()))];
}

function namedBy(manifest: Manifest): readonly string[] {
  const { apiVersion, kind } = manifest;
  const spec = valueAt(manifest, 'spec');
  const [group = ''] = apiVersion.split('/');
  if (kind === 'Ingress' && group === 'networking.k8s.io') {
    const rules = listAt(spec, 'rules').flatMap((rule) => textAt(rule, 'host') ?? []);
    return [...rules, ...listAt(spec, 'tls').flatMap((each) => texts(listAt(each, 'hosts')))];
  }
  if (group === 'gateway.networking.k8s.io' && kind.endsWith('Route')) {
    return texts(listAt(spec, 'hostnames'));
  }
  if (kind === 'IngressRoute' || kind === 'IngressRouteTCP') {
    return listAt(spec, 'routes').flatMap((route) => [...inRule(textAt(route, 'match') ?? '')]);
  }
  if (kind === 'HTTPProxy') return [textAt(spec, 'virtualhost', 'fqdn') ?? ''];
  if (kind === 'Route' && group === 'route.openshift.io') return [textAt(spec, 'host') ?? ''];
  // Hosts of a mesh alone are names of Services.
  if (kind === 'VirtualService' && isMap(spec) && listAt(spec, 'gateways').length > 0) {
    return texts(listAt(spec, 'hosts'));
  }
  return [];
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter((each) => typeof each === 'string');
}

/** The hosts in a rule of Traefik, such as Host(`a.example.org`) || HostSNI(`b.example.org`). */
function* inRule(rule: string): Generator<string> {
  for (const [, list = ''] of rule.matchAll(/\bHost(?:SNI)?\(([^)]*)\)/g)) {
    for (const [, host = ''] of list.matchAll(/[`"']([^`"']+)[`"']/g)) yield host;
  }
}
