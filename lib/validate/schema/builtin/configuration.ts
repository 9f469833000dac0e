import type { JsonObject } from '../../../kubernetes/index.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  amountOf,
  distinct,
  isConfigKey,
  isGiven,
  isQualifiedName,
  listOf,
  mapOf,
  oneOf,
  textOf,
} from './values.ts';

const largest = 1024 * 1024;

const keys: FieldRule = (value, report) => {
  for (const key of Object.keys(mapOf(value))) {
    if (!isConfigKey(key)) report('must be letters, digits, -, _ and ., at most 253', [key]);
  }
};

function sizeOf(data: JsonObject, decoded: boolean): number {
  return Object.values(data).reduce<number>((total, each) => {
    const text = textOf(each);
    return total + (decoded ? Math.floor((text.length * 3) / 4) : Buffer.byteLength(text));
  }, 0);
}

function configMap(object: JsonObject, report: Report): void {
  const [data, binary] = [mapOf(object['data']), mapOf(object['binaryData'])];
  for (const key of Object.keys(binary)) {
    if (key in data) report('stands in data too', ['binaryData', key], 'duplicate-item');
  }
  if (sizeOf(data, false) + sizeOf(binary, true) > largest)
    report('must not hold more than 1 MiB', ['data']);
}

/** The keys that a type of Secret must have; one list of alternatives for each. */
const needed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
};

function secret(object: JsonObject, report: Report): void {
  const [data, plain] = [mapOf(object['data']), mapOf(object['stringData'])];
  const type = textOf(object['type']);
  for (const alternatives of needed[type] ?? []) {
    if (!alternatives.some((key) => key in data || key in plain)) {
      report(`needs the key ${alternatives.join(' or ')} for its type`, ['data'], 'missing-field');
    }
  }
  json(type, data, plain, report);
  if (
    type === 'kubernetes.io/ssh-auth' &&
    textOf(plain['ssh-privatekey'] ?? data['ssh-privatekey']) === ''
  ) {
    report('must not be empty', ['data', 'ssh-privatekey'], 'missing-field');
  }
  if (type === 'kubernetes.io/service-account-token') {
    const name = mapOf(mapOf(object['metadata'])['annotations'])[
      'kubernetes.io/service-account.name'
    ];
    if (textOf(name) === '')
      report(
        'needs the annotation kubernetes.io/service-account.name',
        ['metadata', 'annotations'],
        'missing-field',
      );
  }
  if (sizeOf(data, true) + sizeOf(plain, false) > largest)
    report('must not hold more than 1 MiB', ['data']);
}

function json(type: string, data: JsonObject, plain: JsonObject, report: Report): void {
  const [key = ''] = /^kubernetes\.io\/(dockercfg|dockerconfigjson)$/.test(type)
    ? (needed[type]?.[0] ?? [])
    : [];
  if (key === '') return;
  const text = isGiven(plain[key])
    ? textOf(plain[key])
    : Buffer.from(textOf(data[key]), 'base64').toString();
  try {
    JSON.parse(text);
  } catch {
    if (key in plain || key in data)
      report('must be JSON', [isGiven(plain[key]) ? 'stringData' : 'data', key]);
  }
}

const limitedNames: FieldRule = (value, report) => {
  for (const name of Object.keys(mapOf(value))) {
    const known = /^(cpu|memory|ephemeral-storage|storage|hugepages-.+)$/.test(name);
    if (!known && !(name.includes('/') && isQualifiedName(name))) {
      report('is no resource: cpu, memory, storage or one such as example.com/name', [name]);
    }
  }
};

const limitTypes = ['Pod', 'Container', 'PersistentVolumeClaim'];

function limits(object: JsonObject, report: Report): void {
  const { min, max, default: standard, defaultRequest } = object;
  const amount = (map: unknown, name: string): bigint | undefined => {
    const value = mapOf(map as JsonObject)[name];
    return value === undefined ? undefined : amountOf(value);
  };
  if (object['type'] === 'Pod') {
    for (const [field, value] of [
      ['default', standard],
      ['defaultRequest', defaultRequest],
    ] as const) {
      if (Object.keys(mapOf(value)).length > 0)
        report('is not for the type Pod', [field], 'forbidden');
    }
  }
  for (const [name, request] of Object.entries(mapOf(defaultRequest))) {
    const limit = mapOf(standard)[name];
    const isFixed = name.startsWith('hugepages-') || name.includes('/');
    if (isFixed && limit !== undefined && amountOf(request) !== amountOf(limit))
      report('must be what default is', ['defaultRequest', name]);
  }
  if (object['type'] === 'Pod' || object['type'] === 'Container') {
    for (const [field, value] of Object.entries({ min, max, default: standard, defaultRequest })) {
      if ('storage' in mapOf(value))
        report('is for the type PersistentVolumeClaim', [field, 'storage']);
    }
  }
  const names = new Set(
    [min, max, standard, defaultRequest].flatMap((each) => Object.keys(mapOf(each))),
  );
  const orders = [
    ['min', min, 'max', max],
    ['min', min, 'defaultRequest', defaultRequest],
    ['defaultRequest', defaultRequest, 'default', standard],
    ['defaultRequest', defaultRequest, 'max', max],
    ['default', standard, 'max', max],
    ['min', min, 'default', standard],
  ] as const;
  for (const name of names) {
    for (const [lowName, low, highName, high] of orders) {
      const [a, b] = [amount(low, name), amount(high, name)];
      if (a !== undefined && b !== undefined && a > b)
        report(`must not be more than ${highName}`, [lowName, name]);
    }
  }
  if (
    object['type'] === 'PersistentVolumeClaim' &&
    amount(min, 'storage') === undefined &&
    amount(max, 'storage') === undefined
  ) {
    report('needs storage in min or max', [], 'missing-field');
  }
}

function ratios({ maxLimitRequestRatio: ratio, min, max }: JsonObject, report: Report): void {
  for (const [name, value] of Object.entries(mapOf(ratio))) {
    const nanos = amountOf(value);
    if (nanos !== undefined && nanos < 1_000_000_000n)
      report('must be at least 1', ['maxLimitRequestRatio', name]);
    const [low, high] = [mapOf(min)[name], mapOf(max)[name]].map((each) =>
      isGiven(each) ? amountOf(each) : undefined,
    );
    if (
      nanos !== undefined &&
      low !== undefined &&
      high !== undefined &&
      low > 0n &&
      nanos * low > high * 1_000_000_000n
    ) {
      report('must not be more than max is of min', ['maxLimitRequestRatio', name]);
    }
  }
}

const scopes = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];

const quotaNames: FieldRule = (value, report) => {
  for (const [name, amount] of Object.entries(mapOf(value))) {
    const known =
      /^((requests|limits)\.)?(cpu|memory|storage|ephemeral-storage)$|^(pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims)$|^services\.(nodeports|loadbalancers)$/;
    if (
      !isQualifiedName(name) ||
      (!name.includes('/') && !known.test(name) && !name.includes('hugepages-'))
    ) {
      report('is no resource that a quota counts', [name]);
    }
    const nanos = amountOf(amount);
    if (nanos !== undefined && nanos < 0n) report('must not be negative', [name]);
    if (nanos !== undefined && nanos % 1_000_000_000n !== 0n && /^count\/|^pods$|s$/.test(name))
      report('must be a whole number', [name]);
  }
};

/** What a scope counts: pods by their priority, claims by their class. */
function scoped(object: JsonObject, report: Report): void {
  const terms = listOf(mapOf(object['scopeSelector'])['matchExpressions']).map(mapOf);
  const used = [...listOf(object['scopes']), ...terms.map(({ scopeName }) => scopeName)].filter(
    isGiven,
  );
  const ofPods =
    /^(pods|cpu|memory|ephemeral-storage|(requests|limits)\.(cpu|memory|ephemeral-storage))$|^requests\./;
  for (const [index, scope] of listOf(object['scopes']).entries()) {
    if (!scopes.includes(textOf(scope)))
      report(`must be one of ${scopes.join(', ')}`, ['scopes', index]);
  }
  for (const name of Object.keys(mapOf(object['hard']))) {
    const outside = used.some((scope) =>
      scope === 'VolumeAttributesClass'
        ? !/persistentvolumeclaims|storage/.test(name)
        : scope === 'BestEffort'
          ? name !== 'pods'
          : !ofPods.test(name) || name === 'requests.storage',
    );
    if (outside) report('is not counted by the scope', ['hard', name]);
  }
  if (used.includes('BestEffort') && used.includes('NotBestEffort'))
    report('must not name both of BestEffort and NotBestEffort', ['scopes']);
  if (used.includes('Terminating') && used.includes('NotTerminating'))
    report('must not name both of Terminating and NotTerminating', ['scopes']);
}

function scopeTerm(object: JsonObject, report: Report): void {
  const values = listOf(object['values']);
  const { operator, scopeName } = object;
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    report('needs the field values with this operator', [], 'missing-field');
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    report('must be empty with this operator', ['values']);
  if (
    !['PriorityClass', 'VolumeAttributesClass'].includes(textOf(scopeName)) &&
    scopes.includes(textOf(scopeName)) &&
    operator !== 'Exists'
  ) {
    report('must be Exists for this scope', ['operator']);
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateConfigMap, ValidateSecret,
// ValidateLimitRange, ValidateResourceQuota.
export const configuration: RuleTable = {
  'api.core.v1.ConfigMap': { fields: { data: keys, binaryData: keys }, check: configMap },
  'api.core.v1.Secret': { fields: { data: keys, stringData: keys }, check: secret },
  'api.core.v1.LimitRangeSpec': {
    check: ({ limits: items }, report) => {
      const types = listOf(items).map((item) => textOf(mapOf(item)['type']));
      distinct(types, (message, path = [], kind) =>
        report(message, ['limits', ...path, 'type'], kind),
      );
    },
  },
  'api.core.v1.LimitRangeItem': {
    fields: {
      min: limitedNames,
      max: limitedNames,
      default: limitedNames,
      defaultRequest: limitedNames,
      maxLimitRequestRatio: limitedNames,
      type: (value, report) => {
        const text = textOf(value);
        if (!limitTypes.includes(text) && !(text.includes('/') && isQualifiedName(text)))
          report(`must be one of ${limitTypes.join(', ')}`);
      },
    },
    check: (object, report) => {
      limits(object, report);
      ratios(object, report);
    },
  },
  'api.core.v1.ResourceQuotaSpec': { fields: { hard: quotaNames }, check: scoped },
  'api.core.v1.ScopedResourceSelectorRequirement': {
    fields: {
      scopeName: oneOf(...scopes),
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
    },
    check: scopeTerm,
  },
};
