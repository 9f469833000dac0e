import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import { finalizerProblem, labels } from './meta.ts';
import { resourceList } from './resources.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  atLeast,
  between,
  distinct,
  dnsLabel,
  dnsName,
  each,
  isGiven,
  isNumber,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalOneOf,
  qualifiedName,
  textOf,
} from './values.ts';

/** Priorities above are the cluster's own. */
const highestPriority = 1_000_000_000;

function priority(object: JsonObject, report: Report): void {
  const { value, metadata } = object;
  const name = textOf(mapOf(metadata)['name']);
  if (name.startsWith('system-')) {
    if (!['system-cluster-critical', 'system-node-critical'].includes(name))
      report('must not begin with system-', ['metadata', 'name'], 'forbidden');
  } else if (isNumber(value) && value > highestPriority)
    report(`must be at most ${String(highestPriority)}`, ['value'], 'forbidden');
}

function storageClass(object: JsonObject, report: Report): void {
  const parameters = Object.entries(mapOf(object['parameters']));
  if (parameters.some(([key]) => key === '')) report('must not have an empty key', ['parameters']);
  const terms = listOf(object['allowedTopologies']).map(topology);
  distinct(terms, (message, path = [], kind) =>
    report(message, ['allowedTopologies', ...path], kind),
  );
  if (parameters.length > 512) report('must be at most 512', ['parameters']);
}

/** A term of a topology, as text in which the order of keys and values says nothing. */
function topology(term: JsonValue): string {
  const expressions = listOf(mapOf(term)['matchLabelExpressions']).map(mapOf);
  const parts = expressions.map(({ key, values }) =>
    JSON.stringify([key, ...listOf(values).map(textOf).sort()]),
  );
  return parts.sort().join('\n');
}

/** A time with six digits of its second. */
const microTime: FieldRule = (value, report) => {
  if (typeof value === 'string' && !/\.\d{6}(Z|[+-]\d{2}:\d{2})$/.test(value))
    report('must be a time such as 2006-01-02T15:04:05.000000Z');
};

function apiService(object: JsonObject, report: Report): void {
  const spec = mapOf(object['spec']);
  const name = `${textOf(spec['version'])}.${textOf(spec['group'])}`;
  if (textOf(mapOf(object['metadata'])['name']) !== name)
    report(`must be ${name}`, ['metadata', 'name']);
}

function apiServiceSpec(spec: JsonObject, report: Report): void {
  const isLocal = !isGiven(spec['service']);
  const group = textOf(spec['group']);
  if (group === '' && !isLocal) report('must not be empty', ['group'], 'missing-field');
  if (isLocal && textOf(spec['caBundle']) !== '')
    report('needs a service', ['caBundle'], 'forbidden');
  if (isLocal && spec['insecureSkipTLSVerify'] === true)
    report('needs a service', ['insecureSkipTLSVerify'], 'forbidden');
  if (spec['insecureSkipTLSVerify'] === true && textOf(spec['caBundle']) !== '') {
    report('must not stand beside insecureSkipTLSVerify', ['caBundle'], 'forbidden');
  }
}

const profile = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)(-version)?$/;

/** The labels that Pod Security Admission reads; a mistake in `enforce` alone is refused. */
function podSecurity(object: JsonObject, report: Report): void {
  for (const [key, value] of Object.entries(mapOf(mapOf(object['metadata'])['labels']))) {
    const [, mode, version] = profile.exec(key) ?? [];
    if (mode === undefined) continue;
    const known =
      version === undefined ? /^(privileged|baseline|restricted)$/ : /^(latest|v1\.\d+)$/;
    if (known.test(textOf(value ?? ''))) continue;
    const names =
      version === undefined ? 'privileged, baseline or restricted' : 'latest or one such as v1.36';
    report(`must be ${names}`, ['metadata', 'labels', key]);
  }
}

// k8s.io/kubernetes v1.36.3: pkg/apis/scheduling, storage, node, coordination and
// k8s.io/kube-aggregator, pkg/apis/apiregistration/validation.
export const cluster: RuleTable = {
  'api.core.v1.Namespace': { check: podSecurity },
  'api.core.v1.NamespaceSpec': {
    fields: {
      finalizers: each((value, report) => {
        const problem = finalizerProblem(textOf(value));
        if (problem !== undefined) report(problem);
      }),
    },
  },
  'api.scheduling.v1.PriorityClass': {
    fields: { preemptionPolicy: oneOf('Never', 'PreemptLowerPriority') },
    check: priority,
  },
  'api.storage.v1.StorageClass': {
    fields: {
      provisioner: (value, report) => {
        if (textOf(value) === '') report('must not be empty', [], 'missing-field');
        else qualifiedName(textOf(value).toLowerCase(), report);
      },
      reclaimPolicy: optionalOneOf('Delete', 'Retain'),
      volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
    },
    check: storageClass,
  },
  'api.storage.v1.CSIDriverSpec': {
    fields: {
      volumeLifecycleModes: each(oneOf('Persistent', 'Ephemeral')),
      nodeAllocatableUpdatePeriodSeconds: atLeast(10),
      tokenRequests: (value, report) => {
        const audiences = listOf(value).map((each) => textOf(mapOf(each)['audience']));
        distinct(audiences, (message, [index = 0] = [], kind) =>
          report(message, [index, 'audience'], kind),
        );
      },
      fsGroupPolicy: oneOf('ReadWriteOnceWithFSType', 'File', 'None'),
    },
  },
  'api.node.v1.RuntimeClass': { fields: { handler: dnsLabel } },
  'api.node.v1.Overhead': { fields: { podFixed: resourceList } },
  'api.storage.v1.TokenRequest': { fields: { expirationSeconds: between(600, 2 ** 32) } },
  'api.node.v1.Scheduling': {
    fields: {
      nodeSelector: labels,
      tolerations: (value, report) =>
        distinct(
          listOf(value).map((each) => JSON.stringify(each)),
          report,
        ),
    },
  },
  'api.core.v1.Taint': {
    fields: { effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute') },
  },
  'api.core.v1.NodeSpec': {
    fields: {
      taints: (value, report) => {
        const keys = listOf(value)
          .map(mapOf)
          .map(({ key, effect }) => JSON.stringify([key, effect]));
        distinct(keys, report);
      },
    },
  },
  'api.coordination.v1.LeaseSpec': {
    fields: {
      leaseDurationSeconds: atLeast(1),
      leaseTransitions: atLeast(0),
      acquireTime: microTime,
      renewTime: microTime,
    },
  },
  'kube-aggregator.pkg.apis.apiregistration.v1.APIService': { check: apiService },
  'kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec': {
    required: ['version'],
    fields: {
      version: (value, report) => {
        if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(textOf(value))) report('must be a DNS label');
      },
      group: (value, report) => {
        if (value !== '') dnsName(value, report);
      },
      groupPriorityMinimum: between(1, 20_000),
      versionPriority: between(1, 1000),
    },
    check: apiServiceSpec,
  },
  'kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': {
    required: ['namespace', 'name'],
    fields: { namespace: notEmpty, name: notEmpty, port: between(1, 65_535) },
  },
  'api.core.v1.TopologySelectorTerm': {
    check: ({ matchLabelExpressions }, report) => {
      if (listOf(matchLabelExpressions).length === 0)
        report('must not be empty', [], 'missing-field');
      const keys = listOf(matchLabelExpressions).map((term) => mapOf(term)['key'] ?? '');
      distinct(keys, (message, path = [], kind) =>
        report(message, ['matchLabelExpressions', ...path], kind),
      );
    },
  },
};
