import type { JsonObject } from '../../../kubernetes/index.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import { secretReference } from './volumes.ts';
import {
  between,
  dnsLabel,
  isGiven,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalOneOf,
  someItems,
  textOf,
} from './values.ts';

const partition = between(0, 255);

const iscsiName: FieldRule = (value, report) => {
  const text = textOf(value);
  const known =
    /iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/.test(text) ||
    /^(eui.[A-Za-z0-9]{16}|naa.[A-Za-z0-9]{32})$/.test(text);
  if (!known || !/^(iqn|eui|naa)/.test(text))
    report('must be a name of iSCSI such as iqn.2001-04.com.example:storage');
};

function iscsi(object: JsonObject, report: Report): void {
  const asks = object['chapAuthDiscovery'] === true || object['chapAuthSession'] === true;
  if (asks && !isGiven(object['secretRef']))
    report('needs the field secretRef for CHAP', [], 'missing-field');
  if (asks && isGiven(object['secretRef']) && textOf(mapOf(object['secretRef'])['name']) === '')
    report('needs the field name', ['secretRef'], 'missing-field');
}

function fibreChannel(object: JsonObject, report: Report): void {
  const [targets, ids] = [listOf(object['targetWWNs']), listOf(object['wwids'])];
  if (targets.length + ids.length === 0) report('needs targetWWNs or wwids', [], 'missing-field');
  if (targets.length > 0 && ids.length > 0)
    report('must not stand beside wwids', ['targetWWNs'], 'forbidden');
  if (targets.length === 0) return;
  if (!isGiven(object['lun'])) report('needs the field lun for targetWWNs', [], 'missing-field');
  else between(0, 255)(object['lun'] ?? 0, (message) => report(message, ['lun']));
}

function azureDisk(object: JsonObject, report: Report): void {
  const uri = textOf(object['diskURI']);
  const isManaged = object['kind'] === 'Managed';
  const begin = isManaged ? '/subscriptions/' : 'https://';
  if (uri !== '' && !uri.startsWith(begin)) report(`must begin with ${begin}`, ['diskURI']);
}

const hostAndPort = /^(\[[^[\]]*\]|[^[\]:]*):[^[\]:]*$/;

const registry: FieldRule = (value, report) => {
  if (value === '') report('must not be empty', [], 'missing-field');
  else if (
    !textOf(value)
      .split(',')
      .every((each) => hostAndPort.test(each))
  )
    report('must be pairs of host and port');
};

const iscsiFields = {
  targetPortal: notEmpty,
  iqn: iscsiName,
  initiatorName: iscsiName,
  lun: between(0, 255),
};

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: validateVolumeSource.
export const volumeSources: RuleTable = {
  'api.core.v1.AWSElasticBlockStoreVolumeSource': { fields: { volumeID: notEmpty, partition } },
  'api.core.v1.GCEPersistentDiskVolumeSource': { fields: { pdName: notEmpty, partition } },
  'api.core.v1.ISCSIVolumeSource': { fields: iscsiFields, check: iscsi },
  'api.core.v1.ISCSIPersistentVolumeSource': { fields: iscsiFields, check: iscsi },
  'api.core.v1.GlusterfsVolumeSource': { fields: { endpoints: notEmpty, path: notEmpty } },
  'api.core.v1.CephFSVolumeSource': { fields: { monitors: someItems } },
  'api.core.v1.RBDVolumeSource': { fields: { monitors: someItems, image: notEmpty } },
  'api.core.v1.FlexVolumeSource': { fields: { driver: notEmpty } },
  'api.core.v1.FCVolumeSource': { check: fibreChannel },
  'api.core.v1.AzureFileVolumeSource': { fields: { secretName: notEmpty, shareName: notEmpty } },
  'api.core.v1.AzureFilePersistentVolumeSource': {
    fields: { secretName: notEmpty, shareName: notEmpty, secretNamespace: notEmpty },
  },
  'api.core.v1.CephFSPersistentVolumeSource': { fields: { monitors: someItems } },
  'api.core.v1.RBDPersistentVolumeSource': { fields: { monitors: someItems, image: notEmpty } },
  'api.core.v1.FlexPersistentVolumeSource': { fields: { driver: notEmpty } },
  'api.core.v1.GlusterfsPersistentVolumeSource': {
    fields: { endpoints: notEmpty, path: notEmpty, endpointsNamespace: notEmpty },
  },
  'api.core.v1.StorageOSPersistentVolumeSource': {
    required: ['volumeName'],
    fields: { volumeName: dnsLabel },
  },
  'api.core.v1.CinderPersistentVolumeSource': {
    fields: { volumeID: notEmpty },
    check: ({ secretRef }, report) => {
      if (isGiven(secretRef)) secretReference(mapOf(secretRef), below(report, 'secretRef'));
    },
  },
  'api.core.v1.ScaleIOPersistentVolumeSource': {
    required: ['volumeName'],
    fields: { gateway: notEmpty, system: notEmpty, volumeName: notEmpty },
  },
  'api.core.v1.AzureDiskVolumeSource': {
    fields: {
      diskName: notEmpty,
      diskURI: notEmpty,
      cachingMode: oneOf('None', 'ReadOnly', 'ReadWrite'),
      kind: oneOf('Dedicated', 'Managed', 'Shared'),
    },
    check: azureDisk,
  },
  'api.core.v1.VsphereVirtualDiskVolumeSource': { fields: { volumePath: notEmpty } },
  'api.core.v1.PhotonPersistentDiskVolumeSource': { fields: { pdID: notEmpty } },
  'api.core.v1.PortworxVolumeSource': { fields: { volumeID: notEmpty } },
  'api.core.v1.ScaleIOVolumeSource': {
    required: ['volumeName'],
    fields: { gateway: notEmpty, system: notEmpty, volumeName: notEmpty },
  },
  'api.core.v1.QuobyteVolumeSource': { fields: { registry, volume: notEmpty } },
  'api.core.v1.CinderVolumeSource': { fields: { volumeID: notEmpty } },
  'api.core.v1.GitRepoVolumeSource': {
    fields: {
      repository: notEmpty,
      directory: (value, report) => {
        if (/^\/|^\.\.(\/|$)|\/\.\.(\/|$)/.test(textOf(value)))
          report('must be a relative path without ..');
      },
    },
  },
  'api.core.v1.StorageOSVolumeSource': {
    required: ['volumeName'],
    fields: { volumeName: dnsLabel },
  },
  'api.core.v1.ImageVolumeSource': {
    required: ['reference'],
    fields: { reference: notEmpty, pullPolicy: optionalOneOf('Always', 'IfNotPresent', 'Never') },
  },
};
