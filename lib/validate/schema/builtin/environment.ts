import type { JsonObject } from '../../../kubernetes/index.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  amountOf,
  configKey,
  dnsName,
  exactlyOne,
  isGiven,
  isNumber,
  isQualifiedName,
  listOf,
  mapOf,
  notEmpty,
  textOf,
} from './values.ts';

const environmentName: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text === '') report('must not be empty', [], 'missing-field');
  else if (!/^[ -<>-~]+$/.test(text)) report('must be printable characters without =');
};

// pkg/apis/core/pods/helpers.go: ConvertDownwardAPIFieldLabel.
const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/;
const inEnvironment =
  /^(metadata\.(name|namespace|uid)|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs))$/;
const inVolume = /^metadata\.(name|namespace|uid|labels|annotations)$/;

/** A field of the pod that runs, as an environment or a file may hold it. */
export function fieldReference(
  reference: JsonObject,
  where: 'environment' | 'volume',
  report: Report,
): void {
  if (!['', 'v1'].includes(textOf(reference['apiVersion']))) report('must be v1', ['apiVersion']);
  const path = textOf(reference['fieldPath']);
  const [, map = '', key] = keyed.exec(path) ?? [];
  if (key !== undefined) {
    const name = map === 'annotations' ? key.toLowerCase() : key;
    if (!isQualifiedName(name))
      report('must name a key such as example.com/name or name', ['fieldPath']);
  } else if (path !== '' && !(where === 'volume' ? inVolume : inEnvironment).test(path)) {
    report('is no field of a pod that can be read here', ['fieldPath']);
  }
}

function variable(object: JsonObject, report: Report): void {
  const { value, valueFrom } = object;
  if (!isGiven(valueFrom)) return;
  if (textOf(value) !== '') report('must not stand beside a value', ['valueFrom'], 'forbidden');
  const reference = mapOf(valueFrom)['fieldRef'];
  if (isGiven(reference)) {
    fieldReference(mapOf(reference), 'environment', (message, path = []) =>
      report(message, ['valueFrom', 'fieldRef', ...path]),
    );
  }
}

/** Whether files of variables lie in volumes that hold nothing else's files. */
export function checkFiles(
  container: JsonObject,
  volumes: ReadonlyMap<string, JsonObject>,
  report: Report,
): void {
  for (const [index, each] of listOf(container['env']).map(mapOf).entries()) {
    const file = mapOf(each['valueFrom'])['fileKeyRef'];
    const name = textOf(mapOf(file)['volumeName']);
    if (!isGiven(file) || name === '') continue;
    const place = ['env', index, 'valueFrom', 'fileKeyRef', 'volumeName'];
    const volume = volumes.get(name);
    if (volume === undefined) report('names no volume of the pod', place);
    else if (!isGiven(volume['emptyDir'])) report('must name a volume that is an emptyDir', place);
  }
}

/** A unit in which an amount is told; the cluster rounds to it. */
function divisor({ resource, divisor: unit }: JsonObject, report: Report): void {
  if (!isGiven(unit) || unit === '' || amountOf(unit) === 0n) return;
  const known = textOf(resource).endsWith('.cpu') ? /^(1m|1)$/ : /^(1|1[kMGTPE]|1[KMGTPE]i)$/;
  if (!known.test(isNumber(unit) ? String(unit) : textOf(unit)))
    report('must be one whole unit', ['divisor']);
}

const key: FieldRule = (value, report) => {
  if (value === '') report('must not be empty', [], 'missing-field');
  else configKey(value, report);
};

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateEnv, ValidateEnvFrom.
export const environment: RuleTable = {
  'api.core.v1.EnvVar': { fields: { name: environmentName }, check: variable },
  'api.core.v1.EnvVarSource': {
    check: exactlyOne(
      'fieldRef',
      'resourceFieldRef',
      'configMapKeyRef',
      'secretKeyRef',
      'fileKeyRef',
    ),
  },
  'api.core.v1.ObjectFieldSelector': { fields: { fieldPath: notEmpty } },
  'api.core.v1.ResourceFieldSelector': {
    fields: {
      resource: (value, report) => {
        const text = textOf(value);
        if (!/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(text)) {
          report('must be limits. or requests. and cpu, memory or ephemeral-storage');
        }
      },
    },
    check: divisor,
  },
  'api.core.v1.ConfigMapKeySelector': { required: ['name'], fields: { name: dnsName, key } },
  'api.core.v1.SecretKeySelector': { required: ['name'], fields: { name: dnsName, key } },
  'api.core.v1.FileKeySelector': {
    fields: {
      key: (value, report) => {
        if (value === '') report('must not be empty', [], 'missing-field');
        else environmentName(value, report);
      },
      path: (value, report) => {
        if (value === '') report('must not be empty', [], 'missing-field');
        else if (textOf(value).split('/').includes('..')) report('must not hold ..');
      },
      volumeName: notEmpty,
    },
  },
  'api.core.v1.EnvFromSource': {
    fields: {
      prefix: (value, report) => {
        if (value !== '') environmentName(value, report);
      },
    },
    check: exactlyOne('configMapRef', 'secretRef'),
  },
  'api.core.v1.ConfigMapEnvSource': { required: ['name'], fields: { name: dnsName } },
  'api.core.v1.SecretEnvSource': { required: ['name'], fields: { name: dnsName } },
};
