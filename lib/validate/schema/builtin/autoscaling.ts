import type { JsonObject } from '../../../kubernetes/index.ts';
import { quantityNanos } from '../quantity.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  amountOf,
  atLeast,
  between,
  dnsLabel,
  isGiven,
  isNumber,
  isQualifiedName,
  listOf,
  mapOf,
  notEmpty,
  oneOf,
  someItems,
  textOf,
} from './values.ts';

const sources = ['object', 'external', 'pods', 'resource', 'containerResource'];

function bounds(object: JsonObject, report: Report): void {
  target(object, report);
  const { minReplicas, maxReplicas } = object;
  if (isNumber(minReplicas) && isNumber(maxReplicas) && minReplicas > maxReplicas) {
    report('must not be less than minReplicas', ['maxReplicas']);
  }
  const types = listOf(object['metrics']).map((each) => mapOf(each)['type']);
  if (minReplicas === 0 && !types.includes('Object') && !types.includes('External')) {
    report('must be at least 1 without a metric of type Object or External', ['minReplicas']);
  }
}

function metric(object: JsonObject, report: Report): void {
  const type = textOf(object['type']);
  const own = type.charAt(0).toLowerCase() + type.slice(1);
  if (!sources.includes(own)) return;
  if (!isGiven(object[own])) report(`needs the field ${own}`, [], 'missing-field');
  for (const other of sources) {
    if (other !== own && isGiven(object[other]))
      report(`is not for the type ${type}`, [other], 'forbidden');
  }
  amounts(type, mapOf(mapOf(object[own])['target']), (message, path = [], kind) => {
    report(message, [own, 'target', ...path], kind);
  });
}

/** Which of the three amounts a type of metric takes. */
function amounts(type: string, given: JsonObject, report: Report): void {
  const { value, averageValue, averageUtilization } = given;
  const needs = (names: string): void => report(`needs ${names}`, [], 'missing-field');
  switch (type) {
    case 'Object':
      if (!isGiven(value) && !isGiven(averageValue)) needs('value or averageValue');
      break;
    case 'External':
      if (!isGiven(value) && !isGiven(averageValue)) needs('value or averageValue');
      if (isGiven(value) && isGiven(averageValue))
        report('must not stand beside averageValue', ['value'], 'forbidden');
      break;
    case 'Pods':
      if (!isGiven(averageValue)) needs('averageValue');
      break;
    default:
      if (!isGiven(averageUtilization) && !isGiven(averageValue))
        needs('averageUtilization or averageValue');
      if (isGiven(averageUtilization) && isGiven(averageValue)) {
        report('must not stand beside averageUtilization', ['averageValue'], 'forbidden');
      }
  }
}

const positive: FieldRule = (value, report) => {
  const nanos = isNumber(value) || typeof value === 'string' ? quantityNanos(value) : undefined;
  if (nanos !== undefined && nanos <= 0n) report('must be more than 0');
};

const resourceName: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text === '' || !isQualifiedName(text)) report('must be a name such as cpu');
};

const segment: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text === '') report('must not be empty', [], 'missing-field');
  else if (text === '.' || text === '..' || /[/%]/.test(text))
    report('must not be ., .. or hold / or %');
};

/** What is scaled: something with a group, which the core group's pods lack. */
function target(object: JsonObject, report: Report): void {
  const scaledBy = mapOf(object['scaleTargetRef']);
  const version = textOf(scaledBy['apiVersion']);
  if (isGiven(object['scaleTargetRef']) && !/^[^/]+\/[^/]+$/.test(version)) {
    report('must have a group, such as apps/v1', ['scaleTargetRef', 'apiVersion']);
  }
}

const scaled = { fields: { kind: segment, name: segment } };

// k8s.io/kubernetes v1.36.3, pkg/apis/autoscaling/validation/validation.go.
export const autoscaling: RuleTable = {
  'api.autoscaling.v2.HorizontalPodAutoscaler': { required: ['spec'] },
  'api.autoscaling.v2.HorizontalPodAutoscalerSpec': {
    fields: { minReplicas: atLeast(0), maxReplicas: atLeast(1) },
    check: bounds,
  },
  'api.autoscaling.v1.HorizontalPodAutoscaler': { required: ['spec'] },
  'api.autoscaling.v1.HorizontalPodAutoscalerSpec': {
    fields: {
      minReplicas: atLeast(1),
      maxReplicas: atLeast(1),
      targetCPUUtilizationPercentage: atLeast(1),
    },
    check: bounds,
  },
  'api.autoscaling.v1.CrossVersionObjectReference': scaled,
  'api.autoscaling.v2.CrossVersionObjectReference': scaled,
  'api.autoscaling.v2.MetricSpec': {
    fields: { type: oneOf('Object', 'Pods', 'Resource', 'External', 'ContainerResource') },
    check: metric,
  },
  'api.autoscaling.v2.MetricIdentifier': { fields: { name: segment } },
  'api.autoscaling.v2.ResourceMetricSource': { fields: { name: notEmpty } },
  'api.autoscaling.v2.ContainerResourceMetricSource': {
    fields: { name: resourceName, container: dnsLabel },
  },
  'api.autoscaling.v2.MetricTarget': {
    fields: {
      type: oneOf('Utilization', 'Value', 'AverageValue'),
      value: positive,
      averageValue: positive,
      averageUtilization: atLeast(1),
    },
  },
  'api.autoscaling.v2.HPAScalingRules': {
    fields: {
      stabilizationWindowSeconds: between(0, 3600),
      selectPolicy: oneOf('Max', 'Min', 'Disabled'),
      policies: someItems,
      tolerance: (value, report) => {
        if ((amountOf(value) ?? 0n) < 0n) report('must not be negative');
      },
    },
  },
  'api.autoscaling.v2.HPAScalingPolicy': {
    fields: { type: oneOf('Pods', 'Percent'), value: atLeast(1), periodSeconds: between(1, 1800) },
  },
};
