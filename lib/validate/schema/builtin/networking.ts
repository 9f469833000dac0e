import type { JsonObject } from '../../../kubernetes/index.ts';
import { isMasked, maskBits, parseAddress, parseNetwork } from '../addresses.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  all,
  cidr,
  distinct,
  dnsLabel,
  dnsName,
  each,
  isGiven,
  isNumber,
  isPortName,
  isSubdomain,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalDnsName,
  port,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

const host: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text === '') return;
  const plain = text.startsWith('*.') ? text.slice(2) : text;
  if (!isSubdomain(plain)) report('must be a host name such as app.example.com or *.example.com');
};

const ruleHost: FieldRule = (value, report) => {
  if (parseAddress(textOf(value)) !== undefined) report('must be a host name, not an IP address');
  else host(value, report);
};

const tlsHost: FieldRule = (value, report) => {
  if (value === '') report('must not be empty');
  else host(value, report);
};

function backend(object: JsonObject, report: Report): void {
  const found = ['service', 'resource'].filter((name) => isGiven(object[name]));
  if (found.length === 0) report('needs service or resource', [], 'missing-field');
  if (found.length === 2) report('must not stand beside service', ['resource'], 'forbidden');
  reference(mapOf(object['resource']), (message, path = []) =>
    report(message, ['resource', ...path]),
  );
}

function servicePort(object: JsonObject, report: Report): void {
  const { name, number } = object;
  const isNamed = textOf(name) !== '';
  const isNumbered = isNumber(number) && number !== 0;
  if (isNamed && isNumbered) report('must not stand beside name', ['number'], 'forbidden');
  else if (isNamed && !isPortName(textOf(name))) report('must be a port name', ['name']);
  else if (isNumbered) port(number, (message) => report(message, ['number']));
  else if (!isNamed) report('needs name or number', [], 'missing-field');
}

function reference({ apiGroup, kind, name }: JsonObject, report: Report): void {
  if (isGiven(apiGroup)) dnsName(apiGroup ?? '', (message) => report(message, ['apiGroup']));
  for (const [field, value] of [
    ['kind', kind],
    ['name', name],
  ] as const) {
    if (value === '') report('must not be empty', [field]);
    else if (isGiven(value) && /[/%]/.test(textOf(value))) report('must not hold / or %', [field]);
  }
}

const invalidPath = ['//', '/./', '/../', '%2f', '%2F'];

function path(object: JsonObject, report: Report): void {
  const text = textOf(object['path']);
  if (object['pathType'] === 'ImplementationSpecific') {
    if (text !== '' && !text.startsWith('/')) report('must be an absolute path', ['path']);
    return;
  }
  if (!['Exact', 'Prefix'].includes(textOf(object['pathType']))) return;
  if (!text.startsWith('/')) report('must be an absolute path', ['path']);
  if (invalidPath.some((part) => text.includes(part)) || /\/\.\.?$/.test(text))
    report('must not hold //, /./, /../ or %2f', ['path']);
}

function ingress(object: JsonObject, report: Report): void {
  if (listOf(object['rules']).length === 0 && !isGiven(object['defaultBackend'])) {
    report('needs rules or defaultBackend', [], 'missing-field');
  }
}

const classAnnotation = 'kubernetes.io/ingress.class';

/** The class of an Ingress is told in one place, or alike in both. */
function classes({ metadata, spec }: JsonObject, report: Report): void {
  const old = mapOf(mapOf(metadata)['annotations'])[classAnnotation];
  const { ingressClassName } = mapOf(spec);
  if (isGiven(old) && isGiven(ingressClassName) && old !== ingressClassName)
    report('must be what ingressClassName is', ['metadata', 'annotations', classAnnotation]);
}

function policyPort(object: JsonObject, report: Report): void {
  const { port: given, endPort } = object;
  if (typeof given === 'string' && !isPortName(given))
    report('must be the name or the number of a port', ['port']);
  if (isNumber(given)) port(given, (message) => report(message, ['port']));
  if (!isGiven(endPort)) return;
  if (!isNumber(given)) report('needs port as a number', ['endPort'], 'forbidden');
  else if (isNumber(endPort) && (endPort < given || endPort > 65_535))
    report('must be between port and 65535', ['endPort']);
}

function peer(object: JsonObject, report: Report): void {
  const selects = isGiven(object['podSelector']) || isGiven(object['namespaceSelector']);
  const blocks = isGiven(object['ipBlock']);
  if (!selects && !blocks)
    report('needs podSelector, namespaceSelector or ipBlock', [], 'missing-field');
  if (selects && blocks) report('must not stand beside selectors', ['ipBlock'], 'forbidden');
}

function block(object: JsonObject, report: Report): void {
  const outer = parseNetwork(textOf(object['cidr']));
  for (const [index, text] of listOf(object['except']).entries()) {
    const inner = parseNetwork(textOf(text));
    if (inner === undefined || !isMasked(inner))
      report('must be a network in CIDR notation', ['except', index]);
    else if (outer !== undefined && !isStrictlyInside(outer, inner))
      report('must be a part of cidr', ['except', index]);
  }
}

function isStrictlyInside(
  outer: NonNullable<ReturnType<typeof parseNetwork>>,
  inner: typeof outer,
): boolean {
  if (outer.family !== inner.family || inner.length <= outer.length) return false;
  return maskBits({ ...inner, length: outer.length }) === maskBits(outer);
}

function parameters(object: JsonObject, report: Report): void {
  const namespaced = object['scope'] === 'Namespace';
  const named = isGiven(object['namespace']);
  if (namespaced && !named) report('needs the field namespace', [], 'missing-field');
  if (!namespaced && named) report('is for the scope Namespace', ['namespace'], 'forbidden');
}

// k8s.io/kubernetes v1.36.3, pkg/apis/networking/validation/validation.go.
export const networking: RuleTable = {
  'api.networking.v1.Ingress': { required: ['spec'], check: classes },
  'api.networking.v1.IngressSpec': { fields: { ingressClassName: dnsName }, check: ingress },
  'api.networking.v1.IngressTLS': {
    fields: { hosts: each(tlsHost), secretName: optionalDnsName },
  },
  'api.networking.v1.IngressRule': { fields: { host: ruleHost } },
  'api.networking.v1.HTTPIngressRuleValue': { fields: { paths: someItems } },
  'api.networking.v1.HTTPIngressPath': {
    fields: { pathType: oneOf('Exact', 'Prefix', 'ImplementationSpecific') },
    check: path,
  },
  'api.networking.v1.IngressBackend': { check: backend },
  'api.networking.v1.IngressServiceBackend': {
    required: ['port'],
    fields: {
      name: (value, report) => {
        if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(textOf(value)) || textOf(value).length > 63)
          report('must be the name of a Service');
      },
    },
  },
  'api.networking.v1.ServiceBackendPort': { check: servicePort },
  'api.networking.v1.IngressClass': { required: ['spec'] },
  'api.networking.v1.IngressClassSpec': {
    required: ['controller'],
    fields: {
      controller: (value, report) => {
        const text = textOf(value);
        if (
          !/^[^/]+\/.+$/.test(text) ||
          text.length > 250 ||
          !/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(text) ||
          !isSubdomain(text.slice(0, text.indexOf('/')))
        ) {
          report('must be a name such as example.com/controller');
        }
      },
    },
  },
  'api.networking.v1.IngressClassParametersReference': {
    fields: {
      apiGroup: dnsName,
      kind: notEmpty,
      name: notEmpty,
      namespace: dnsLabel,
      scope: oneOf('Cluster', 'Namespace'),
    },
    check: parameters,
  },
  'api.networking.v1.NetworkPolicySpec': {
    fields: {
      policyTypes: (value, report) => {
        each(oneOf('Ingress', 'Egress'))(value, report);
        if (listOf(value).length > 2) report('must be Ingress, Egress or both');
      },
    },
  },
  'api.networking.v1.NetworkPolicyPort': {
    fields: { protocol: oneOf('TCP', 'UDP', 'SCTP') },
    check: policyPort,
  },
  'api.networking.v1.NetworkPolicyPeer': { check: peer },
  'api.networking.v1.IPBlock': { fields: { cidr }, check: block },
  'api.core.v1.TopologySelectorLabelRequirement': {
    fields: { key: qualifiedName, values: all(someItems, distinct) },
  },
};
