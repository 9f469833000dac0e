import type { JsonObject } from '../../../kubernetes/index.ts';
import { syntaxProblem } from '../../cel/index.ts';
import type { DefinitionRules, FieldRule, Report, RuleTable } from './rules.ts';
import {
  all,
  between,
  distinct,
  dnsName,
  each,
  isGiven,
  isQualifiedName,
  isSubdomain,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  port,
  someItems,
  textOf,
} from './values.ts';

const webhookName: FieldRule = (value, report) => {
  if (!isSubdomain(textOf(value)) || textOf(value).split('.').length < 3) {
    report('must be a DNS name of three parts or more');
  }
};

/** `*` stands alone. */
const wildcard: FieldRule = (value, report) => {
  const items = listOf(value);
  if (items.includes('*') && items.length > 1) report('must be the only item where there is *');
};

const operations = each(oneOf('CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'));

const resources: FieldRule = (value, report) => {
  const items = listOf(value).map(textOf);
  for (const [index, item] of items.entries()) {
    if (item === '') report('must not be empty', [index], 'missing-field');
  }
  for (const [index, item] of items.entries()) {
    const [name = '', below] = item.split('/');
    const covers = (other: string): boolean => other !== item && items.includes(other);
    if (below !== undefined && (covers(`${name}/*`) || covers(`*/${below}`)))
      report('stands in the list with * already', [index]);
  }
  if (items.includes('*/*') && items.length > 1) report('must be the only item where there is */*');
  if (items.includes('*') && items.some((item) => item !== '*' && !item.includes('/'))) {
    report('must not hold resources beside *');
  }
};

/** How a webhook is reached: by a URL or by a Service. */
export function client(object: JsonObject, report: Report): void {
  const found = ['url', 'service'].filter((name) => isGiven(object[name]));
  if (found.length !== 1)
    report('needs one of url, service', [], found.length === 0 ? 'missing-field' : 'forbidden');
  const url = textOf(object['url']);
  if (isGiven(object['url']) && !/^https:\/\/[^/@?#]+(\/[^?#]*)?$/.test(url)) {
    report('must be an https URL without user, query and fragment', ['url']);
  }
}

const conditionName: FieldRule = (value, report) => {
  if (!isQualifiedName(textOf(value))) report('must be a name such as example.com/name or name');
};

/** The versions of reviews that a webhook reads. */
export const reviewVersions: FieldRule = (value, report) => {
  const items = listOf(value).map(textOf);
  if (items.length === 0) report('must not be empty', [], 'missing-field');
  else if (!items.some((item) => ['v1', 'v1beta1'].includes(item)))
    report('must hold v1 or v1beta1');
  for (const [index, item] of items.entries()) {
    if (item.length > 63 || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(item))
      report('must be a version such as v1', [index]);
    if (items.indexOf(item) < index) report('stands in the list twice', [index], 'duplicate-item');
  }
};

/** Only the syntax: what can be named depends on the objects that come. Those of mutations make objects, in a syntax of their own. */
export const expression: FieldRule = (value, report) => {
  const text = textOf(value);
  const problem = text.trim() === '' ? 'is empty' : syntaxProblem(text);
  if (problem !== undefined) report(`does not compile: ${problem}`, [], 'cel');
};

/** The Service of a webhook. */
export const serviceReference: DefinitionRules = {
  fields: {
    name: notEmpty,
    namespace: notEmpty,
    port,
    path: (value, report) => {
      const text = textOf(value);
      if (text === '/' || text === '') return;
      const parts = text.slice(1).replace(/\/$/, '').split('/');
      if (!text.startsWith('/') || !parts.every(isSubdomain))
        report('must be a path such as /validate');
    },
  },
};

const webhook = {
  name: webhookName,
  admissionReviewVersions: reviewVersions,
  sideEffects: oneOf('None', 'NoneOnDryRun'),
  failurePolicy: oneOf('Ignore', 'Fail'),
  matchPolicy: oneOf('Exact', 'Equivalent'),
  reinvocationPolicy: oneOf('Never', 'IfNeeded'),
  timeoutSeconds: between(1, 30),
};

const rule = {
  required: ['apiGroups', 'apiVersions', 'operations', 'resources'],
  fields: {
    apiGroups: all(someItems, wildcard),
    apiVersions: all(someItems, each(notEmpty), wildcard),
    operations: all(someItems, wildcard, operations),
    resources: all(someItems, resources),
    scope: oneOf('*', 'Cluster', 'Namespaced'),
  },
};

function constrained(object: JsonObject, report: Report): void {
  const { resourceRules } = mapOf(object['matchConstraints']);
  if (listOf(resourceRules).length > 0) return;
  report('needs the field resourceRules', ['matchConstraints'], 'missing-field');
}

function parameter(object: JsonObject, report: Report): void {
  const isNamed = textOf(object['name']) !== '';
  const isSelected = isGiven(object['selector']);
  if (!isNamed && !isSelected) report('needs name or selector', [], 'missing-field');
  if (isNamed && isSelected) report('must not stand beside name', ['selector'], 'forbidden');
}

function mutation(object: JsonObject, report: Report): void {
  const type = object['patchType'];
  for (const [of, field] of [
    ['ApplyConfiguration', 'applyConfiguration'],
    ['JSONPatch', 'jsonPatch'],
  ] as const) {
    const has = isGiven(object[field]);
    if (type === of && !has) report(`needs the field ${field}`, [], 'missing-field');
    if (type !== of && has) report(`is not for the type ${textOf(type)}`, [field], 'forbidden');
  }
}

function policy(object: JsonObject, report: Report): void {
  constrained(object, report);
  const nothing = ['validations', 'auditAnnotations'].every(
    (name) => listOf(object[name]).length === 0,
  );
  if (nothing) report('needs validations or auditAnnotations', [], 'missing-field');
  const keys = listOf(object['auditAnnotations']).map((each) => textOf(mapOf(each)['key']));
  distinct(keys, (message, path = [], kind) =>
    report(message, ['auditAnnotations', ...path, 'key'], kind),
  );
}

// k8s.io/kubernetes v1.36.3, pkg/apis/admissionregistration/validation/validation.go.
export const admission: RuleTable = {
  'api.admissionregistration.v1.ValidatingWebhook': { fields: webhook },
  'api.admissionregistration.v1.MutatingWebhook': { fields: webhook },
  'api.admissionregistration.v1.WebhookClientConfig': { check: client },
  'api.admissionregistration.v1.ServiceReference': serviceReference,
  'api.admissionregistration.v1.RuleWithOperations': rule,
  'api.admissionregistration.v1.NamedRuleWithOperations': {
    ...rule,
    fields: { ...rule.fields, resourceNames: distinct },
  },
  'api.admissionregistration.v1.MatchCondition': {
    fields: { name: conditionName, expression },
  },
  'api.admissionregistration.v1.ValidatingAdmissionPolicy': { required: ['spec'] },
  'api.admissionregistration.v1.ValidatingAdmissionPolicySpec': {
    required: ['matchConstraints'],
    fields: { failurePolicy: oneOf('Ignore', 'Fail') },
    check: policy,
  },
  'api.admissionregistration.v1.MatchResources': {
    fields: { matchPolicy: oneOf('Exact', 'Equivalent') },
  },
  'api.admissionregistration.v1.Validation': {
    fields: {
      expression,
      message: (value, report) => {
        if (value !== '' && textOf(value).trim() === '') report('must not be empty');
        else if (textOf(value).trim().includes('\n')) report('must be one line');
      },
      reason: oneOf('Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge'),
    },
  },
  'api.admissionregistration.v1.Variable': {
    fields: {
      expression,
      name: (value, report) => {
        if (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(textOf(value))) report('must be a name of CEL');
      },
    },
  },
  'api.admissionregistration.v1.ParamKind': {
    required: ['apiVersion', 'kind'],
    fields: {
      kind: notEmpty,
      apiVersion: (value, report) => {
        if (!/^([^/]+\/)?[^/]+$/.test(textOf(value)))
          report('must be a version such as v1 or apps/v1');
      },
    },
  },
  'api.admissionregistration.v1.ParamRef': {
    required: ['parameterNotFoundAction'],
    fields: { parameterNotFoundAction: oneOf('Allow', 'Deny') },
    check: parameter,
  },
  'api.admissionregistration.v1.AuditAnnotation': {
    fields: { key: conditionName, valueExpression: expression },
  },
  'api.admissionregistration.v1.MutatingAdmissionPolicy': { required: ['spec'] },
  'api.admissionregistration.v1.MutatingAdmissionPolicySpec': {
    required: ['matchConstraints', 'mutations', 'reinvocationPolicy'],
    fields: {
      failurePolicy: oneOf('Ignore', 'Fail'),
      reinvocationPolicy: oneOf('Never', 'IfNeeded'),
      mutations: someItems,
    },
    check: constrained,
  },
  'api.admissionregistration.v1.Mutation': {
    fields: { patchType: oneOf('ApplyConfiguration', 'JSONPatch') },
    check: mutation,
  },
  'api.admissionregistration.v1.ApplyConfiguration': {
    required: ['expression'],
    fields: { expression: notEmpty },
  },
  'api.admissionregistration.v1.JSONPatch': {
    required: ['expression'],
    fields: { expression: notEmpty },
  },
  'api.admissionregistration.v1.MutatingAdmissionPolicyBinding': { required: ['spec'] },
  'api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec': {
    required: ['policyName'],
    fields: { policyName: dnsName },
  },
  'api.admissionregistration.v1.ValidatingAdmissionPolicyBinding': { required: ['spec'] },
  'api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': {
    required: ['policyName', 'validationActions'],
    fields: {
      policyName: dnsName,
      validationActions: all(someItems, distinct, each(oneOf('Deny', 'Warn', 'Audit'))),
    },
    check: ({ validationActions }, report) => {
      const actions = listOf(validationActions);
      if (actions.includes('Deny') && actions.includes('Warn'))
        report('must not hold both of Deny and Warn', ['validationActions']);
    },
  },
};
