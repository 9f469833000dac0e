import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import { parseAddress, parseNetwork } from '../addresses.ts';
import { labels } from './meta.ts';
import { endpointAddress } from './endpoints.ts';
import { below, type Report, type RuleTable } from './rules.ts';
import {
  all,
  between,
  distinct,
  dnsName,
  each,
  ipAddress,
  isGiven,
  isNumber,
  listOf,
  mapOf,
  oneOf,
  optionalDnsLabel,
  optionalOneOf,
  port,
  portOrName,
  qualifiedName,
  textOf,
} from './values.ts';

function service(object: JsonObject, report: Report): void {
  const type = textOf(object['type']) || 'ClusterIP';
  const ports = listOf(object['ports']);
  if (type === 'ExternalName') {
    if (textOf(object['externalName']) === '')
      report('needs the field externalName', [], 'missing-field');
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
      const value = object[field];
      if (textOf(value) !== '' || listOf(value).length > 0)
        report('must not be there with the type ExternalName', [field], 'forbidden');
    }
  } else if (ports.length === 0 && object['clusterIP'] !== 'None') {
    report('needs the field ports', [], 'missing-field');
  }
  if (type === 'LoadBalancer' && object['clusterIP'] === 'None') {
    report('must not be None with the type LoadBalancer', ['clusterIP']);
  }
  if (type === 'NodePort' && object['clusterIP'] === 'None') {
    report('must not be None with the type NodePort', ['clusterIP']);
  }
  if (type !== 'ExternalName') clusterAddresses(object, report);
  onlyFor(object, type, report);
  servicePorts(ports, type, report);
}

/** `clusterIPs` repeats `clusterIP`, with one address of each family. */
function clusterAddresses(object: JsonObject, report: Report): void {
  const own = textOf(object['clusterIP']);
  const given = listOf(object['clusterIPs']).map(textOf);
  const isShort = given.length === 0;
  const all = isShort && own !== '' ? [own] : given;
  const [first] = all;
  const at = isShort ? report : below(report, 'clusterIPs');
  if (first !== undefined && first !== own) at('must begin with the clusterIP');
  if (first === 'None' && all.length > 1) at('must hold nothing beside None');
  if (all.length > 2) at('must be at most 2');
  const families = all.map((text) => parseAddress(text)?.family);
  const wanted = listOf(object['ipFamilies']);
  for (const [index, text] of all.entries()) {
    const family = families[index];
    if (index === 0 && text === 'None') continue;
    if (family === undefined) {
      if (!isShort) at('must be an IP address', [index]);
    } else if (families.indexOf(family) < index)
      at('is of the family of an address before it', [index]);
    else if (wanted[index] !== undefined && wanted[index] !== `IPv${String(family)}`)
      at('is of another family than ipFamilies says', isShort ? ['clusterIP'] : [index]);
  }
  if (wanted.length > 1 && object['ipFamilyPolicy'] === 'SingleStack')
    report('must be PreferDualStack or RequireDualStack for two families', ['ipFamilyPolicy']);
}

const ranges = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Annotations that the API server reads. */
function annotated({ metadata, spec }: JsonObject, report: Report): void {
  const annotations = mapOf(mapOf(metadata)['annotations']);
  const at = below(report, 'metadata', 'annotations');
  const text = textOf(annotations[ranges]).trim();
  const { type, loadBalancerSourceRanges } = mapOf(spec);
  if (isGiven(annotations[ranges]) && listOf(loadBalancerSourceRanges).length === 0) {
    if (type !== 'LoadBalancer') at('is for the type LoadBalancer', [ranges], 'forbidden');
    const networks = text === '' ? [] : text.split(',');
    if (networks.some((each) => parseNetwork(each.trim()) === undefined))
      at('must be networks in CIDR notation', [ranges]);
  }
  const [hints, mode] = ['topology-aware-hints', 'topology-mode'].map(
    (name) => annotations[`service.kubernetes.io/${name}`],
  );
  if (isGiven(hints) && isGiven(mode) && hints !== mode)
    at('must be what topology-aware-hints is', ['service.kubernetes.io/topology-mode']);
}

/** Fields that mean something for traffic from outside only. */
function onlyFor(object: JsonObject, type: string, report: Report): void {
  const balanced = type === 'LoadBalancer';
  const outside = balanced || type === 'NodePort' || listOf(object['externalIPs']).length > 0;
  const refuse = (field: string): void =>
    report(`is not for the type ${type}`, [field], 'forbidden');
  for (const field of ['loadBalancerClass', 'allocateLoadBalancerNodePorts']) {
    if (!balanced && isGiven(object[field])) refuse(field);
  }
  if (!balanced && listOf(object['loadBalancerSourceRanges']).length > 0)
    refuse('loadBalancerSourceRanges');
  if (!outside && textOf(object['externalTrafficPolicy']) !== '') refuse('externalTrafficPolicy');
  const checked = balanced && object['externalTrafficPolicy'] === 'Local';
  const health = object['healthCheckNodePort'];
  if (!isNumber(health) || health === 0) return;
  if (checked) port(health, (message) => report(message, ['healthCheckNodePort']));
  else refuse('healthCheckNodePort');
}

function servicePorts(ports: readonly JsonValue[], type: string, report: Report): void {
  const names = new Set<string>();
  const nodePorts = new Set<string>();
  const served = new Set<string>();
  for (const [index, each] of ports.map(mapOf).entries()) {
    const name = textOf(each['name']);
    const place = ['ports', index];
    if (name === '' && ports.length > 1)
      report('needs a name, since there are several ports', place, 'missing-field');
    if (name !== '' && names.has(name))
      report('is the name of a port before it', [...place, 'name'], 'duplicate-item');
    names.add(name);
    const protocol = textOf(each['protocol']) || 'TCP';
    const port = `${protocol}/${JSON.stringify(each['port'])}`;
    if (served.has(port))
      report('is served by a port before it', [...place, 'port'], 'duplicate-item');
    served.add(port);
    const { nodePort } = each;
    if (!isNumber(nodePort) || nodePort === 0) continue;
    if (type === 'ClusterIP') {
      report(`is not for the type ${type}`, [...place, 'nodePort'], 'forbidden');
    }
    const key = `${protocol}/${String(nodePort)}`;
    if (nodePorts.has(key))
      report('is taken by a port before it', [...place, 'nodePort'], 'duplicate-item');
    nodePorts.add(key);
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateService.
export const services: RuleTable = {
  'api.core.v1.Service': { required: ['spec'], check: annotated },
  'api.core.v1.ServiceSpec': {
    fields: {
      type: optionalOneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
      selector: labels,
      sessionAffinity: optionalOneOf('None', 'ClientIP'),
      internalTrafficPolicy: oneOf('Cluster', 'Local'),
      externalTrafficPolicy: optionalOneOf('Cluster', 'Local'),
      ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
      ipFamilies: all(each(oneOf('IPv4', 'IPv6')), distinct),
      trafficDistribution: oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'),
      clusterIP: (value, report) => {
        if (value !== 'None') ipAddress(value, report);
      },
      externalIPs: each(endpointAddress),
      externalName: (value, report) => {
        const text = textOf(value).replace(/\.$/, '');
        if (text !== '') dnsName(text, report);
      },
      loadBalancerClass: qualifiedName,
      loadBalancerSourceRanges: each((value, report) => {
        if (parseNetwork(textOf(value).trim()) === undefined)
          report('must be a network in CIDR notation');
      }),
    },
    check: service,
  },
  'api.core.v1.ServicePort': {
    fields: {
      name: optionalDnsLabel,
      port,
      targetPort: (value, report) => {
        if (value !== 0 && value !== '') portOrName(value, report);
      },
      nodePort: (value, report) => {
        if (value !== 0) port(value, report);
      },
      protocol: optionalOneOf('TCP', 'UDP', 'SCTP'),
      appProtocol: qualifiedName,
    },
  },
  'api.core.v1.ClientIPConfig': { fields: { timeoutSeconds: between(1, 86_400) } },
};
