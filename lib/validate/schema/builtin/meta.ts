import type { JsonObject } from '../../../kubernetes/index.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  isGiven,
  isLabelValue,
  isQualifiedName,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  qualifiedName,
  textOf,
} from './values.ts';

/** pkg/api/validation/objectmeta.go: all annotations of an object together. */
const mostAnnotations = 256 * 1024;

const systemFinalizers = ['kubernetes', 'foregroundDeletion', 'orphan'];

/** Why a finalizer is none that Kubernetes' own kinds may have: it has a domain, or is the system's. */
export function finalizerProblem(name: string): string | undefined {
  const isKnown = systemFinalizers.includes(name) || (name.includes('/') && isQualifiedName(name));
  return isKnown ? undefined : 'must be a name such as example.com/name';
}

/** Labels, wherever they stand. */
export const labels: FieldRule = (value, report) => {
  for (const [key, text] of Object.entries(mapOf(value))) {
    if (!isQualifiedName(key)) report('must be a name such as example.com/name or name', [key]);
    if (typeof text === 'string' && !isLabelValue(text)) {
      report(
        'must be at most 63 letters, digits, -, _ and ., with a letter or digit at both ends',
        [key],
      );
    }
  }
};

const annotations: FieldRule = (value, report) => {
  let size = 0;
  for (const [key, text] of Object.entries(mapOf(value))) {
    if (!isQualifiedName(key.toLowerCase()))
      report('must be a name such as example.com/name or name', [key]);
    size += Buffer.byteLength(key) + Buffer.byteLength(textOf(text));
  }
  if (size > mostAnnotations) report('must not have more than 256 KiB together');
};

function selectorTerm(object: JsonObject, report: Report): void {
  const values = listOf(object['values']);
  switch (object['operator']) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        report('needs the field values with this operator', [], 'missing-field');
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        report('must not be there with this operator', ['values'], 'forbidden');
      break;
    default:
  }
}

// k8s.io/apimachinery v0.36.3, pkg/api/validation/objectmeta.go and pkg/apis/meta/v1/validation.
export const meta: RuleTable = {
  'apimachinery.pkg.apis.meta.v1.ObjectMeta': {
    fields: {
      labels,
      annotations,
    },
    check: (object, report) => {
      const owners = listOf(object['ownerReferences']).map(mapOf);
      if (owners.filter(({ controller }) => controller === true).length > 1) {
        report('must not name two controllers', ['ownerReferences']);
      }
    },
  },
  'apimachinery.pkg.apis.meta.v1.OwnerReference': {
    fields: {
      apiVersion: (value, report) => {
        if (!/^([^/]*\/)?[^/]+$/.test(textOf(value)))
          report('must be a version such as v1 or apps/v1');
      },
      kind: notEmpty,
      name: notEmpty,
      uid: notEmpty,
    },
    check: ({ apiVersion, kind }, report) => {
      if (apiVersion === 'v1' && kind === 'Event') report('must not be an Event', ['kind']);
    },
  },
  'apimachinery.pkg.apis.meta.v1.LabelSelector': {
    fields: { matchLabels: labels },
  },
  'apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement': {
    fields: {
      key: qualifiedName,
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
      values: (value, report) => {
        for (const [index, text] of listOf(value).entries()) {
          if (!isLabelValue(textOf(text))) report('must be a value of a label', [index]);
        }
      },
    },
    check: selectorTerm,
  },
};

/** Whether a selector selects by anything. */
export function isEmptySelector(selector: JsonObject): boolean {
  const { matchLabels, matchExpressions } = selector;
  return Object.keys(mapOf(matchLabels)).length === 0 && listOf(matchExpressions).length === 0;
}

/** Whether labels have what a selector asks for; terms that are no text are left to the schema. */
export function selects(selector: JsonObject, own: JsonObject): boolean {
  const terms = listOf(selector['matchExpressions']).map(mapOf);
  return (
    Object.entries(mapOf(selector['matchLabels'])).every(([key, value]) => own[key] === value) &&
    terms.every(({ key, operator, values }) => {
      const value = own[textOf(key)];
      switch (operator) {
        case 'In':
          return value !== undefined && listOf(values).includes(value);
        case 'NotIn':
          return value === undefined || !listOf(values).includes(value);
        case 'Exists':
          return isGiven(value);
        default:
          return !isGiven(value);
      }
    })
  );
}
