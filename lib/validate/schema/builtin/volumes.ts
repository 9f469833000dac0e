import type { JsonObject } from '../../../kubernetes/index.ts';
import { fieldReference } from './environment.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import {
  amountOf,
  absolutePath,
  between,
  containedPath,
  dnsLabel,
  dnsName,
  given,
  isGiven,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalDnsName,
  optionalOneOf,
  textOf,
} from './values.ts';

/** Permissions of a file. */
const mode = between(0, 0o777);

const path: FieldRule = (value, report) => {
  if (value === '') report('must not be empty', [], 'missing-field');
  else containedPath(value, report);
};

function volume(object: JsonObject, report: Report): void {
  const found = given(
    object,
    Object.keys(object).filter((name) => name !== 'name'),
  );
  const [, second] = found;
  if (second !== undefined)
    report(`must not stand beside ${found[0] ?? ''}`, [second], 'forbidden');
}

function downward(object: JsonObject, report: Report): void {
  const found = given(object, ['fieldRef', 'resourceFieldRef']);
  if (found.length === 0) report('needs one of fieldRef, resourceFieldRef', [], 'missing-field');
  if (found.length === 2)
    report('must not stand beside fieldRef', ['resourceFieldRef'], 'forbidden');
  const { fieldRef, resourceFieldRef } = object;
  if (isGiven(fieldRef)) {
    fieldReference(mapOf(fieldRef), 'volume', (message, below = []) =>
      report(message, ['fieldRef', ...below]),
    );
  }
  if (isGiven(resourceFieldRef) && textOf(mapOf(resourceFieldRef)['containerName']) === '') {
    report('needs the field containerName', ['resourceFieldRef'], 'missing-field');
  }
}

const modes: FieldRule = (value, report) => {
  const all = listOf(value);
  if (all.includes('ReadWriteOncePod') && new Set(all).size > 1)
    report('must not stand beside others', [all.indexOf('ReadWriteOncePod')]);
  for (const [index, each] of all.entries()) {
    accessMode(each ?? '', (message, below = [], kind) => report(message, [index, ...below], kind));
  }
};
const accessMode = oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod');

function claim(object: JsonObject, report: Report): void {
  if (listOf(object['accessModes']).length === 0)
    report('needs the field accessModes', [], 'missing-field');
  const { dataSource, dataSourceRef } = object;
  if (isGiven(dataSource) && isGiven(dataSourceRef)) {
    const differs = ['apiGroup', 'kind', 'name'].some(
      (field) => textOf(mapOf(dataSource)[field]) !== textOf(mapOf(dataSourceRef)[field]),
    );
    if (differs) report('must be what dataSourceRef is', ['dataSource']);
  }
  const storage = mapOf(mapOf(object['resources'])['requests'])['storage'];
  if (storage === undefined) {
    report('needs the field storage', ['resources', 'requests'], 'missing-field');
  } else if ((amountOf(storage) ?? 1n) <= 0n) {
    report('must be more than 0', ['resources', 'requests', 'storage']);
  }
}

const csiSecrets = [
  'controllerExpandSecretRef',
  'controllerPublishSecretRef',
  'nodeExpandSecretRef',
  'nodePublishSecretRef',
  'nodeStageSecretRef',
];

/** A Secret of a volume, which has no namespace of its own. */
export function secretReference(object: JsonObject, report: Report): void {
  for (const field of ['name', 'namespace']) {
    if (textOf(object[field]) === '') report(`needs the field ${field}`, [], 'missing-field');
  }
}

/** What the parts of a projected volume write: no file twice. */
function projected(object: JsonObject, report: Report): void {
  const known = new Set<string>();
  for (const [index, source] of listOf(object['sources']).map(mapOf).entries()) {
    for (const field of ['secret', 'configMap', 'downwardAPI']) {
      for (const [at, item] of listOf(mapOf(source[field])['items']).entries()) {
        const file = textOf(mapOf(item)['path']);
        const place = ['sources', index, field, 'items', at, 'path'];
        if (file !== '' && known.has(file)) report('is written twice', place, 'duplicate-item');
        known.add(file);
      }
    }
  }
}

const notVolume = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

function persistentVolume(object: JsonObject, report: Report): void {
  const { capacity } = object;
  if (listOf(object['accessModes']).length === 0)
    report('needs the field accessModes', [], 'missing-field');
  const names = Object.keys(mapOf(capacity));
  const storage = mapOf(capacity)['storage'];
  if (names.length === 0) report('needs the field capacity', [], 'missing-field');
  else if (storage === undefined || names.length > 1)
    report('must say storage, and nothing else', ['capacity']);
  else if ((amountOf(storage) ?? 1n) <= 0n) report('must be more than 0', ['capacity', 'storage']);
  const affinity = object['nodeAffinity'];
  if (isGiven(affinity) && !isGiven(mapOf(affinity)['required'])) {
    report('needs the field required', ['nodeAffinity'], 'missing-field');
  }
  const sources = given(
    object,
    Object.keys(object).filter((name) => !notVolume.has(name)),
  );
  if (sources.length === 0) report('needs the kind of volume that it is', [], 'missing-field');
  const [, second] = sources;
  if (second !== undefined)
    report(`must not stand beside ${sources[0] ?? ''}`, [second], 'forbidden');
  const isWhole = textOf(mapOf(object['hostPath'])['path']) === '/';
  if (isWhole && object['persistentVolumeReclaimPolicy'] === 'Recycle')
    report('must not be Recycle for all of a host', ['persistentVolumeReclaimPolicy'], 'forbidden');
  if (isGiven(object['volumeAttributesClassName']) && !isGiven(object['csi']))
    report('needs the field csi for volumeAttributesClassName', [], 'missing-field');
  if (sources[0] === 'local' && !isGiven(object['nodeAffinity'])) {
    report('needs the field nodeAffinity, since a local disk is on one node', [], 'missing-field');
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateVolumes,
// ValidatePersistentVolumeClaimSpec, ValidatePersistentVolumeSpec.
export const volumes: RuleTable = {
  'api.core.v1.Volume': { fields: { name: dnsLabel }, check: volume },
  'api.core.v1.KeyToPath': { fields: { key: notEmpty, path, mode } },
  'api.core.v1.ConfigMapVolumeSource': {
    required: ['name'],
    fields: { name: notEmpty, defaultMode: mode },
  },
  'api.core.v1.SecretVolumeSource': {
    required: ['secretName'],
    fields: { secretName: notEmpty, defaultMode: mode },
  },
  'api.core.v1.ProjectedVolumeSource': { fields: { defaultMode: mode }, check: projected },
  'api.core.v1.VolumeProjection': {
    check: (object, report) => {
      const [first, second] = Object.keys(object).filter((name) => isGiven(object[name]));
      if (second !== undefined)
        report(`must not stand beside ${first ?? ''}`, [second], 'forbidden');
    },
  },
  'api.core.v1.ConfigMapProjection': { required: ['name'], fields: { name: notEmpty } },
  'api.core.v1.SecretProjection': { required: ['name'], fields: { name: notEmpty } },
  'api.core.v1.ServiceAccountTokenProjection': {
    fields: { path, expirationSeconds: between(600, 2 ** 32) },
  },
  'api.core.v1.DownwardAPIVolumeSource': { fields: { defaultMode: mode } },
  'api.core.v1.DownwardAPIVolumeFile': { fields: { path, mode }, check: downward },
  'api.core.v1.EmptyDirVolumeSource': {
    fields: {
      sizeLimit: (value, report) => {
        if ((amountOf(value) ?? 0n) < 0n) report('must not be negative');
      },
    },
  },
  'api.core.v1.HostPathVolumeSource': {
    fields: {
      path: (value, report) => {
        if (value === '') report('must not be empty', [], 'missing-field');
        else if (textOf(value).split('/').includes('..')) report('must not hold ..');
      },
      type: optionalOneOf(
        'DirectoryOrCreate',
        'Directory',
        'FileOrCreate',
        'File',
        'Socket',
        'CharDevice',
        'BlockDevice',
      ),
    },
  },
  'api.core.v1.PersistentVolumeClaimVolumeSource': { fields: { claimName: notEmpty } },
  'api.core.v1.NFSVolumeSource': { fields: { server: notEmpty, path: absolutePath } },
  'api.core.v1.CSIVolumeSource': {
    fields: { driver: driver() },
    check: ({ nodePublishSecretRef: secret }, report) => {
      if (isGiven(secret) && textOf(mapOf(secret)['name']) === '')
        report('needs the field name', ['nodePublishSecretRef'], 'missing-field');
    },
  },
  'api.core.v1.CSIPersistentVolumeSource': {
    fields: { driver: driver(), volumeHandle: notEmpty },
    check: (object, report) => {
      for (const field of csiSecrets) {
        if (isGiven(object[field])) secretReference(mapOf(object[field]), below(report, field));
      }
    },
  },
  'api.core.v1.EphemeralVolumeSource': { required: ['volumeClaimTemplate'] },
  'api.core.v1.PersistentVolumeClaimTemplate': {
    check: ({ metadata }, report) => {
      for (const field of Object.keys(mapOf(metadata))) {
        if (field !== 'labels' && field !== 'annotations')
          report('must not be there', ['metadata', field], 'forbidden');
      }
    },
  },
  'api.core.v1.PersistentVolumeClaim': { required: ['spec'] },
  'api.core.v1.PersistentVolumeClaimSpec': {
    fields: {
      accessModes: modes,
      storageClassName: optionalDnsName,
      volumeAttributesClassName: optionalDnsName,
      volumeMode: oneOf('Block', 'Filesystem'),
    },
    check: claim,
  },
  'api.core.v1.TypedObjectReference': {
    fields: { kind: notEmpty, name: notEmpty },
    check: ({ apiGroup, kind }, report) => {
      if (textOf(apiGroup) !== '')
        dnsName(apiGroup ?? '', (message) => report(message, ['apiGroup']));
      else if (kind !== 'PersistentVolumeClaim')
        report('must be PersistentVolumeClaim without apiGroup', ['kind']);
    },
  },
  'api.core.v1.PersistentVolume': { required: ['spec'] },
  'api.core.v1.PersistentVolumeSpec': {
    fields: {
      accessModes: modes,
      persistentVolumeReclaimPolicy: optionalOneOf('Delete', 'Recycle', 'Retain'),
      storageClassName: optionalDnsName,
      volumeAttributesClassName: dnsName,
      volumeMode: oneOf('Block', 'Filesystem'),
    },
    check: persistentVolume,
  },
  'api.core.v1.LocalVolumeSource': {
    fields: {
      path: (value, report) => {
        if (value === '') report('must not be empty', [], 'missing-field');
        else if (textOf(value).split('/').includes('..')) report('must not hold ..');
      },
    },
  },
};

function driver(): FieldRule {
  return (value, report) => {
    const text = textOf(value);
    if (text === '') report('must not be empty', [], 'missing-field');
    else if (text.length > 63) report('must have at most 63 characters');
    else dnsName(text.toLowerCase(), report);
  };
}
