import type { JsonObject } from '../../../kubernetes/index.ts';
import { parseNetwork } from '../addresses.ts';
import { expression } from './admission.ts';
import { checkMounts } from './pods.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import {
  all,
  atLeast,
  between,
  cidr,
  distinct,
  dnsLabel,
  dnsName,
  each,
  given,
  isGiven,
  listOf,
  mapOf,
  oneOf,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

function controller(object: JsonObject, report: Report): void {
  const template = mapOf(object['template']);
  const labels = mapOf(mapOf(template['metadata'])['labels']);
  const selector = Object.entries(mapOf(object['selector']));
  if (isGiven(object['template']) && selector.some(([key, value]) => labels[key] !== value)) {
    report('must have the labels of the selector', ['template', 'metadata', 'labels']);
  }
  checkMounts(mapOf(template['spec']), [], below(report, 'template', 'spec'));
}

function flowSchema({ priorityLevelConfiguration }: JsonObject, report: Report): void {
  const name = textOf(mapOf(priorityLevelConfiguration)['name']);
  if (name === '') report('needs a name', ['priorityLevelConfiguration'], 'missing-field');
  else dnsName(name, below(report, 'priorityLevelConfiguration', 'name'));
}

function flowRules(object: JsonObject, report: Report): void {
  const nothing = ['resourceRules', 'nonResourceRules'].every(
    (name) => listOf(object[name]).length === 0,
  );
  if (nothing) report('needs resourceRules or nonResourceRules', [], 'missing-field');
}

const subjects: Readonly<Record<string, string>> = {
  Group: 'group',
  ServiceAccount: 'serviceAccount',
  User: 'user',
};

function flowSubject(object: JsonObject, report: Report): void {
  const own = subjects[textOf(object['kind'])];
  if (own === undefined) return;
  if (!isGiven(object[own])) report(`needs the field ${own}`, [], 'missing-field');
  for (const other of given(object, Object.values(subjects))) {
    if (other !== own)
      report(`is not for the kind ${textOf(object['kind'])}`, [other], 'forbidden');
  }
}

const verbs = 'create delete deletecollection get list patch update watch *'.split(' ');

function flowResources(object: JsonObject, report: Report): void {
  if (object['clusterScope'] !== true && listOf(object['namespaces']).length === 0) {
    report('needs namespaces or clusterScope', [], 'missing-field');
  }
}

const namespaces = each((value, report) => {
  if (value !== '*') dnsLabel(value, report);
});

const families: FieldRule = (value, report) => {
  const found = listOf(value).map((text) => parseNetwork(textOf(text))?.family);
  if (new Set(found).size < found.length) report('must be one network of each IP family');
};

function deviceClaim(object: JsonObject, report: Report): void {
  const names = listOf(object['requests']).map((request) => textOf(mapOf(request)['name']));
  distinct(names, (message, path = [], kind) =>
    report(message, ['requests', ...path, 'name'], kind),
  );
}

function deviceRequest(object: JsonObject, report: Report): void {
  const found = given(object, ['exactly', 'firstAvailable']);
  if (found.length === 0) report('needs one of exactly, firstAvailable', [], 'missing-field');
  if (found.length === 2) report('must not stand beside exactly', ['firstAvailable'], 'forbidden');
}

const storage: FieldRule = (value, report) => {
  if (value === '') report('must not be empty', [], 'missing-field');
  else qualifiedName(textOf(value).toLowerCase(), report);
};

// k8s.io/kubernetes v1.36.3: pkg/apis/flowcontrol, networking, resource and storage, validation.
export const others: RuleTable = {
  'api.core.v1.ReplicationController': { required: ['spec'] },
  'api.core.v1.ReplicationControllerSpec': {
    required: ['template'],
    fields: { replicas: atLeast(0), minReadySeconds: atLeast(0) },
    check: controller,
  },
  'api.flowcontrol.v1.FlowSchema': { required: ['spec'] },
  'api.flowcontrol.v1.FlowSchemaSpec': {
    fields: { matchingPrecedence: between(0, 10_000) },
    check: flowSchema,
  },
  'api.flowcontrol.v1.FlowDistinguisherMethod': {
    fields: { type: oneOf('ByUser', 'ByNamespace') },
  },
  'api.flowcontrol.v1.PolicyRulesWithSubjects': {
    fields: { subjects: someItems },
    check: flowRules,
  },
  'api.flowcontrol.v1.Subject': {
    fields: { kind: oneOf(...Object.keys(subjects)) },
    check: flowSubject,
  },
  'api.flowcontrol.v1.ServiceAccountSubject': {
    fields: {
      namespace: (value, report) => {
        if (value !== '*') dnsLabel(value, report);
      },
      name: (value, report) => {
        if (value !== '*') dnsName(value, report);
      },
    },
  },
  'api.flowcontrol.v1.ResourcePolicyRule': {
    fields: {
      verbs: all(someItems, each(oneOf(...verbs))),
      apiGroups: someItems,
      resources: someItems,
      namespaces,
    },
    check: flowResources,
  },
  'api.networking.v1.ServiceCIDR': { required: ['spec'] },
  'api.networking.v1.ServiceCIDRSpec': {
    required: ['cidrs'],
    fields: { cidrs: all(someItems, each(cidr), families) },
  },
  'api.resource.v1.DeviceClaim': { check: deviceClaim },
  'api.resource.v1beta1.DeviceClaim': { check: deviceClaim },
  'api.resource.v1beta2.DeviceClaim': { check: deviceClaim },
  'api.resource.v1.DeviceRequest': { fields: { name: dnsLabel }, check: deviceRequest },
  'api.resource.v1.ExactDeviceRequest': {
    fields: {
      deviceClassName: dnsName,
      allocationMode: oneOf('ExactCount', 'All', ''),
      count: atLeast(0),
    },
  },
  'api.resource.v1.DeviceSelector': { required: ['cel'] },
  'api.resource.v1.CELDeviceSelector': { fields: { expression: expression('bool', ['device']) } },
  'api.storage.v1.VolumeAttributesClass': {
    required: ['parameters'],
    fields: { driverName: storage },
    check: ({ parameters }, report) => {
      if (isGiven(parameters) && Object.keys(mapOf(parameters)).length === 0) {
        report('must not be empty', ['parameters'], 'missing-field');
      }
    },
  },
};
