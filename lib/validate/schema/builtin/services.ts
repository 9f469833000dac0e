import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import { parseAddress, parseNetwork } from '../addresses.ts';
import { labels } from './meta.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  all,
  between,
  distinct,
  dnsName,
  each,
  ipAddress,
  isSubdomain,
  isGiven,
  isNumber,
  listOf,
  mapOf,
  oneOf,
  optionalOneOf,
  port,
  portOrName,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

function service(object: JsonObject, report: Report): void {
  const type = textOf(object['type']) || 'ClusterIP';
  const ports = listOf(object['ports']);
  if (type === 'ExternalName') {
    if (textOf(object['externalName']) === '')
      report('needs the field externalName', [], 'missing-field');
    if (!['', 'None'].includes(textOf(object['clusterIP'])) || object['clusterIP'] === 'None') {
      report('must not be there with the type ExternalName', ['clusterIP'], 'forbidden');
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
  onlyFor(object, type, report);
  servicePorts(ports, type, report);
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
    if (type === 'ClusterIP' || type === 'ExternalName') {
      report(`is not for the type ${type}`, [...place, 'nodePort'], 'forbidden');
    }
    const key = `${protocol}/${String(nodePort)}`;
    if (nodePorts.has(key))
      report('is taken by a port before it', [...place, 'nodePort'], 'duplicate-item');
    nodePorts.add(key);
  }
}

function slice(object: JsonObject, report: Report): void {
  const type = textOf(object['addressType']);
  for (const [index, endpoint] of listOf(object['endpoints']).map(mapOf).entries()) {
    for (const [at, address] of listOf(endpoint['addresses']).entries()) {
      const place = ['endpoints', index, 'addresses', at];
      const parsed = parseAddress(textOf(address));
      if (
        type === 'FQDN'
          ? !isSubdomain(textOf(address))
          : parsed?.family !== (type === 'IPv6' ? 6 : 4)
      ) {
        report(`must be of the type ${type}`, place);
      }
    }
  }
  const names = new Set<string>();
  for (const [index, each] of listOf(object['ports']).map(mapOf).entries()) {
    const name = textOf(each['name']);
    if (names.has(name))
      report('is the name of a port before it', ['ports', index, 'name'], 'duplicate-item');
    names.add(name);
  }
}

const address: FieldRule = (value, report) => {
  if (textOf(value) === '') report('must be an IP address');
  else ipAddress(value, report);
};

const serviceName: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text !== '' && (text.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text))) {
    report('must be a DNS label: lower-case letters, digits and -, at most 63');
  }
};

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateService; pkg/apis/discovery.
export const services: RuleTable = {
  'api.core.v1.Service': { required: ['spec'] },
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
      externalIPs: each(address),
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
      name: serviceName,
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
  'api.core.v1.EndpointAddress': { fields: { ip: address } },
  'api.core.v1.EndpointPort': {
    fields: { name: serviceName, port, protocol: optionalOneOf('TCP', 'UDP', 'SCTP') },
  },
  'api.core.v1.EndpointSubset': {
    check: ({ addresses, notReadyAddresses }, report) => {
      if (listOf(addresses).length + listOf(notReadyAddresses).length === 0) {
        report('needs addresses or notReadyAddresses', [], 'missing-field');
      }
    },
  },
  'api.discovery.v1.EndpointSlice': {
    fields: { addressType: oneOf('IPv4', 'IPv6', 'FQDN') },
    check: slice,
  },
  'api.discovery.v1.Endpoint': { fields: { addresses: someItems } },
  'api.discovery.v1.EndpointPort': {
    fields: { name: serviceName, protocol: oneOf('TCP', 'UDP', 'SCTP') },
  },
};
