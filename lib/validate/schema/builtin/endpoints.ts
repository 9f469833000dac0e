import type { JsonObject } from '../../../kubernetes/index.ts';
import {
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isUnspecified,
  parseAddress,
} from '../addresses.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import {
  all,
  atMostItems,
  distinct,
  dnsLabel,
  dnsName,
  isSubdomain,
  listOf,
  mapOf,
  oneOf,
  optionalDnsLabel,
  optionalOneOf,
  port,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

/** An address that traffic can be sent to from elsewhere. */
export const endpointAddress: FieldRule = (value, report) => {
  const address = parseAddress(textOf(value));
  if (address === undefined) report('must be an IP address');
  else if (isUnspecified(address)) report('must not be the address that is none');
  else if (isLoopback(address)) report('must not be an address of the loopback interface');
  else if (isLinkLocalUnicast(address) || isLinkLocalMulticast(address))
    report('must not be an address of one link alone');
};

function slice(object: JsonObject, report: Report): void {
  const type = textOf(object['addressType']);
  for (const [index, endpoint] of listOf(object['endpoints']).map(mapOf).entries()) {
    for (const [at, address] of listOf(endpoint['addresses']).entries()) {
      const place = ['endpoints', index, 'addresses', at];
      const parsed = parseAddress(textOf(address));
      const isRight =
        type === 'FQDN'
          ? isSubdomain(textOf(address)) && textOf(address).includes('.')
          : parsed?.family === (type === 'IPv6' ? 6 : 4);
      if (!isRight) report(`must be of the type ${type}`, place);
      else if (type !== 'FQDN') endpointAddress(address, below(report, ...place));
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

/** The items of a list, by what they name. */
function distinctNames(field: string): FieldRule {
  return (value, report) => {
    const names = listOf(value).map((each) => mapOf(each)[field] ?? null);
    distinct(names, (message, path = [], kind) => report(message, [...path, field], kind));
  };
}

function subset(object: JsonObject, report: Report): void {
  const { addresses, notReadyAddresses, ports } = object;
  if (listOf(addresses).length + listOf(notReadyAddresses).length === 0) {
    report('needs addresses or notReadyAddresses', [], 'missing-field');
  }
  const all = listOf(ports).map(mapOf);
  for (const [index, { name }] of all.entries()) {
    if (all.length > 1 && textOf(name) === '')
      report('needs a name, since there are several ports', ['ports', index], 'missing-field');
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateEndpoints;
// pkg/apis/discovery/validation/validation.go.
export const endpoints: RuleTable = {
  'api.core.v1.EndpointAddress': {
    fields: { ip: endpointAddress, hostname: optionalDnsLabel, nodeName: dnsName },
  },
  'api.core.v1.EndpointPort': {
    fields: {
      name: optionalDnsLabel,
      port,
      protocol: optionalOneOf('TCP', 'UDP', 'SCTP'),
      appProtocol: qualifiedName,
    },
  },
  'api.core.v1.EndpointSubset': { check: subset },
  'api.discovery.v1.EndpointSlice': {
    fields: { addressType: oneOf('IPv4', 'IPv6', 'FQDN'), endpoints: atMostItems(1000) },
    check: slice,
  },
  'api.discovery.v1.Endpoint': {
    fields: {
      addresses: all(someItems, atMostItems(100)),
      hostname: dnsLabel,
      nodeName: dnsName,
    },
  },
  'api.discovery.v1.EndpointHints': {
    fields: {
      forZones: all(atMostItems(8), distinctNames('name')),
      forNodes: all(atMostItems(8), distinctNames('name')),
    },
  },
  'api.discovery.v1.EndpointPort': {
    fields: {
      name: optionalDnsLabel,
      protocol: oneOf('TCP', 'UDP', 'SCTP'),
      appProtocol: qualifiedName,
    },
  },
};
