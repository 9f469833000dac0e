import type { JsonObject } from '../../../kubernetes/index.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  atLeast,
  between,
  dnsLabel,
  each,
  isGiven,
  isLabelValue,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  optionalOneOf,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

function nodeTerm(object: JsonObject, report: Report): void {
  const values = listOf(object['values']);
  switch (object['operator']) {
    case 'In':
    case 'NotIn':
      for (const [index, value] of values.entries()) {
        if (!isLabelValue(textOf(value))) report('must be a value of a label', ['values', index]);
      }
      if (values.length === 0)
        report('needs the field values with this operator', [], 'missing-field');
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        report('must not be there with this operator', ['values'], 'forbidden');
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) report('must be one value with this operator', ['values']);
      break;
    default:
  }
}

/** Fields of nodes by which pods can be sent to them: their name alone. */
const nodeFields: FieldRule = (value, report) => {
  for (const [index, each] of listOf(value).map(mapOf).entries()) {
    const { key, operator, values } = each;
    if (key !== 'metadata.name') report('must be metadata.name', [index, 'key']);
    if (operator !== 'In' && operator !== 'NotIn')
      report('must be In or NotIn for a field', [index, 'operator']);
    else if (listOf(values).length > 1) report('must be one value for a field', [index, 'values']);
  }
};

function affinityTerm(object: JsonObject, report: Report): void {
  const [same, other] = ['matchLabelKeys', 'mismatchLabelKeys'].map((name) => listOf(object[name]));
  for (const name of ['matchLabelKeys', 'mismatchLabelKeys']) {
    if (listOf(object[name]).length > 0 && !isGiven(object['labelSelector']))
      report('needs labelSelector', [name], 'forbidden');
  }
  for (const [index, key] of (same ?? []).entries()) {
    if (other?.includes(key)) report('stands in mismatchLabelKeys too', ['matchLabelKeys', index]);
  }
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function toleration(object: JsonObject, report: Report): void {
  const key = textOf(object['key']);
  const operator = textOf(object['operator']);
  if (key === '' && operator !== 'Exists')
    report('must be Exists where there is no key', ['operator']);
  if (isGiven(object['tolerationSeconds']) && object['effect'] !== 'NoExecute') {
    report('must be NoExecute with tolerationSeconds', ['effect']);
  }
  if (operator === 'Exists' && textOf(object['value']) !== '') {
    report('must be empty with the operator Exists', ['value'], 'forbidden');
  }
  if (['', 'Equal'].includes(operator) && !isLabelValue(textOf(object['value']))) {
    report('must be a value of a label', ['value']);
  }
}

function spread(object: JsonObject, report: Report): void {
  if (isGiven(object['minDomains']) && object['whenUnsatisfiable'] !== 'DoNotSchedule') {
    report('is for DoNotSchedule', ['minDomains'], 'forbidden');
  }
  if (listOf(object['matchLabelKeys']).length > 0 && !isGiven(object['labelSelector'])) {
    report('needs labelSelector', ['matchLabelKeys'], 'forbidden');
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: validateAffinity,
// ValidateTolerations, validateTopologySpreadConstraints.
export const scheduling: RuleTable = {
  'api.core.v1.NodeSelector': { fields: { nodeSelectorTerms: someItems } },
  'api.core.v1.NodeSelectorTerm': { fields: { matchFields: nodeFields } },
  'api.core.v1.NodeSelectorRequirement': {
    fields: {
      key: qualifiedName,
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
    },
    check: nodeTerm,
  },
  'api.core.v1.PreferredSchedulingTerm': { fields: { weight: between(1, 100) } },
  'api.core.v1.WeightedPodAffinityTerm': { fields: { weight: between(1, 100) } },
  'api.core.v1.PodAffinityTerm': {
    fields: {
      topologyKey: qualifiedName,
      namespaces: each(dnsLabel),
      matchLabelKeys: each(qualifiedName),
      mismatchLabelKeys: each(qualifiedName),
    },
    check: affinityTerm,
  },
  'api.core.v1.Toleration': {
    fields: {
      key: (value, report) => {
        if (value !== '') qualifiedName(value, report);
      },
      operator: optionalOneOf('Equal', 'Exists'),
      effect: optionalOneOf(...effects),
    },
    check: toleration,
  },
  'api.core.v1.TopologySpreadConstraint': {
    fields: {
      maxSkew: atLeast(1),
      minDomains: atLeast(1),
      topologyKey: notEmpty,
      whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
      nodeAffinityPolicy: oneOf('Ignore', 'Honor'),
      nodeTaintsPolicy: oneOf('Ignore', 'Honor'),
    },
    check: spread,
  },
};
