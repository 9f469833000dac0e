import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import { isEmptySelector, selects } from './meta.ts';
import { checkMounts } from './pods.ts';
import { below, type FieldRule, type Report, type RuleTable } from './rules.ts';
import {
  atLeast,
  dnsLabel,
  isGiven,
  isNumber,
  listOf,
  mapOf,
  optionalOneOf,
  textOf,
} from './values.ts';

/** A number, or a percentage. */
export const intOrPercent: FieldRule = (value, report) => {
  if (isNumber(value)) atLeast(0)(value, report);
  else if (!/^[0-9]+%$/.test(textOf(value))) report('must be a number or a percentage such as 25%');
};

/** As `intOrPercent`, at most 100 %. */
const share: FieldRule = (value, report) => {
  intOrPercent(value, report);
  if (/^[0-9]+%$/.test(textOf(value)) && Number.parseInt(textOf(value), 10) > 100)
    report('must be at most 100%');
};

/** A selector that picks the pods of its own template, and a template that restarts forever. */
function workload(object: JsonObject, report: Report, claims: readonly string[] = []): void {
  const selector = mapOf(object['selector']);
  const template = mapOf(object['template']);
  if (isGiven(object['selector'])) {
    if (isEmptySelector(selector)) report('must not be empty', ['selector']);
    else if (!selects(selector, mapOf(mapOf(template['metadata'])['labels']))) {
      report('must have the labels that the selector asks for', ['template', 'metadata', 'labels']);
    }
  }
  const spec = mapOf(template['spec']);
  if (!['', 'Always'].includes(textOf(spec['restartPolicy']))) {
    report('must be Always', ['template', 'spec', 'restartPolicy']);
  }
  if (isGiven(spec['activeDeadlineSeconds'])) {
    report(
      'is for Jobs and single pods',
      ['template', 'spec', 'activeDeadlineSeconds'],
      'forbidden',
    );
  }
  checkMounts(spec, claims, below(report, 'template', 'spec'));
}

function isZero(value: JsonValue | undefined): boolean {
  return value === 0 || /^0+%$/.test(textOf(value));
}

function deployment(object: JsonObject, report: Report): void {
  workload(object, report);
  const { progressDeadlineSeconds: deadline = 600, minReadySeconds: ready = 0 } = object;
  if (isNumber(deadline) && isNumber(ready) && deadline <= ready) {
    report('must be more than minReadySeconds', ['progressDeadlineSeconds']);
  }
}

function strategy(object: JsonObject, report: Report): void {
  const rolling = object['rollingUpdate'];
  if (object['type'] === 'Recreate' && isGiven(rolling)) {
    report('must not stand beside the type Recreate', ['rollingUpdate'], 'forbidden');
  }
  const { maxSurge, maxUnavailable } = mapOf(rolling);
  if (isZero(maxSurge) && isZero(maxUnavailable)) {
    report('must not be 0 where maxSurge is', ['rollingUpdate', 'maxUnavailable']);
  }
}

function daemonStrategy(object: JsonObject, report: Report): void {
  if (textOf(object['type']) === 'OnDelete') return;
  const rolling = object['rollingUpdate'];
  const { maxSurge, maxUnavailable } = mapOf(rolling);
  const surges = isGiven(maxSurge) && !isZero(maxSurge);
  if (isGiven(rolling) && isZero(maxUnavailable) && !surges) {
    report('must not be 0 where maxSurge is', ['rollingUpdate', 'maxUnavailable']);
  }
  if (surges && !isZero(maxUnavailable ?? 1)) {
    report('must not stand beside maxUnavailable', ['rollingUpdate', 'maxSurge'], 'forbidden');
  }
}

function statefulSet(object: JsonObject, report: Report): void {
  const claims = listOf(object['volumeClaimTemplates']).map((each) =>
    textOf(mapOf(mapOf(each)['metadata'])['name']),
  );
  workload(object, report, claims);
  for (const [index, name] of claims.entries()) {
    const place = ['volumeClaimTemplates', index, 'metadata', 'name'];
    if (name === '') report('must not be empty', place, 'missing-field');
    else dnsLabel(name, below(report, ...place));
  }
}

const scaled = {
  replicas: atLeast(0),
  minReadySeconds: atLeast(0),
  revisionHistoryLimit: atLeast(0),
};

// k8s.io/kubernetes v1.36.3, pkg/apis/apps/validation/validation.go.
export const apps: RuleTable = {
  'api.apps.v1.Deployment': { required: ['spec'] },
  'api.apps.v1.DeploymentSpec': {
    fields: { ...scaled, progressDeadlineSeconds: atLeast(0) },
    check: deployment,
  },
  'api.apps.v1.DeploymentStrategy': {
    fields: { type: optionalOneOf('Recreate', 'RollingUpdate') },
    check: strategy,
  },
  'api.apps.v1.RollingUpdateDeployment': {
    fields: { maxSurge: intOrPercent, maxUnavailable: share },
  },
  'api.apps.v1.ReplicaSet': { required: ['spec'] },
  'api.apps.v1.ReplicaSetSpec': {
    required: ['template'],
    fields: scaled,
    check: (object, report) => workload(object, report),
  },
  'api.apps.v1.DaemonSet': { required: ['spec'] },
  'api.apps.v1.DaemonSetSpec': {
    fields: scaled,
    check: (object, report) => workload(object, report),
  },
  'api.apps.v1.DaemonSetUpdateStrategy': {
    fields: { type: optionalOneOf('RollingUpdate', 'OnDelete') },
    check: daemonStrategy,
  },
  'api.apps.v1.RollingUpdateDaemonSet': { fields: { maxSurge: share, maxUnavailable: share } },
  'api.apps.v1.StatefulSet': { required: ['spec'] },
  'api.apps.v1.StatefulSetSpec': {
    fields: {
      replicas: atLeast(0),
      minReadySeconds: atLeast(0),
      podManagementPolicy: optionalOneOf('OrderedReady', 'Parallel'),
      serviceName: serviceName(),
    },
    check: statefulSet,
  },
  'api.apps.v1.ControllerRevision': { required: ['data'], fields: { revision: atLeast(0) } },
  'api.apps.v1.StatefulSetOrdinals': { fields: { start: atLeast(0) } },
  'api.apps.v1.StatefulSetUpdateStrategy': {
    fields: { type: optionalOneOf('RollingUpdate', 'OnDelete') },
    check: ({ type, rollingUpdate }, report) => {
      if (type === 'OnDelete' && isGiven(rollingUpdate)) {
        report('must not stand beside the type OnDelete', ['rollingUpdate'], 'forbidden');
      }
    },
  },
  'api.apps.v1.RollingUpdateStatefulSetStrategy': {
    fields: { partition: atLeast(0), maxUnavailable: intOrPercent },
  },
  'api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    fields: {
      whenDeleted: optionalOneOf('Retain', 'Delete'),
      whenScaled: optionalOneOf('Retain', 'Delete'),
    },
  },
};

function serviceName(): FieldRule {
  return (value, report) => {
    if (textOf(value) !== '') dnsLabel(value, report);
  };
}
