import type { JsonObject } from '../../../kubernetes/index.ts';
import { cronProblem, isTimeZone } from './cron.ts';
import { selects } from './meta.ts';
import { checkMounts } from './pods.ts';
import { below, type Report, type RuleTable } from './rules.ts';
import {
  atLeast,
  distinct,
  isGiven,
  isNumber,
  isSubdomain,
  listOf,
  mapOf,
  oneOf,
  optionalOneOf,
  qualifiedName,
  someItems,
  textOf,
} from './values.ts';

function job(object: JsonObject, report: Report): void {
  const spec = mapOf(mapOf(object['template'])['spec']);
  const policy = textOf(spec['restartPolicy']);
  const place = ['template', 'spec', 'restartPolicy'];
  if (!['OnFailure', 'Never'].includes(policy) && isGiven(object['template'])) {
    report('must be OnFailure or Never', place, policy === '' ? 'missing-field' : 'wrong-value');
  }
  if (isGiven(object['podFailurePolicy']) && policy === 'OnFailure') {
    report('must be Never with podFailurePolicy', place);
  }
  if (object['manualSelector'] === true) ownSelector(object, report);
  else if (isGiven(object['selector'])) report('is made by the cluster', ['selector'], 'forbidden');
  checkMounts(spec, [], below(report, 'template', 'spec'));
  indexed(object, report);
  failures(object, spec, report);
  success(object, report);
}

/** Labels by which a Job finds its pods, where it says so itself. */
function ownSelector(object: JsonObject, report: Report): void {
  const selector = mapOf(object['selector']);
  const labels = mapOf(mapOf(mapOf(object['template'])['metadata'])['labels']);
  if (!isGiven(object['selector'])) report('needs the field selector', [], 'missing-field');
  else if (!selects(selector, labels))
    report('must have the labels that the selector asks for', ['template', 'metadata', 'labels']);
}

/** Which pods make a Job succeed before all have ended. */
function success(object: JsonObject, report: Report): void {
  const { successPolicy, completionMode, completions = 1 } = object;
  if (!isGiven(successPolicy)) return;
  if (completionMode !== 'Indexed') report('is for the mode Indexed', ['successPolicy']);
  const rules = listOf(mapOf(successPolicy)['rules']).map(mapOf);
  if (rules.length === 0) report('needs rules', ['successPolicy'], 'missing-field');
  const all = Number(completions);
  for (const [index, { succeededIndexes: indexes, succeededCount: count }] of rules.entries()) {
    const at = below(report, 'successPolicy', 'rules', index);
    if (!isGiven(indexes) && !isGiven(count))
      at('needs succeededIndexes or succeededCount', [], 'missing-field');
    const named = isGiven(indexes) ? countIndexes(textOf(indexes), all) : all;
    if (named === undefined)
      at('must be indexes in their order such as 0,2-4', ['succeededIndexes']);
    else if (isNumber(count) && count > named)
      at('must not be more than the pods that are meant', ['succeededCount']);
  }
}

/** How many indexes `0,2-4` names, or undefined where they are none below a number. */
function countIndexes(text: string, end: number): number | undefined {
  let [count, last] = [0, -1];
  for (const part of text === '' ? [] : text.split(',')) {
    const [, first = '', to = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const isRange = to !== first;
    if (first === '' || Number(first) <= last || Number(to) >= end) return undefined;
    if (isRange && Number(to) <= Number(first)) return undefined;
    count += Number(to) - Number(first) + 1;
    last = Number(to);
  }
  return count;
}

function indexed(object: JsonObject, report: Report): void {
  const isIndexed = object['completionMode'] === 'Indexed';
  const { completions, parallelism, backoffLimitPerIndex: limit, maxFailedIndexes: most } = object;
  if (isIndexed && !isGiven(completions) && isGiven(parallelism))
    report('needs the field completions to be Indexed', [], 'missing-field');
  if (!isIndexed && isGiven(limit))
    report('is for the mode Indexed', ['backoffLimitPerIndex'], 'forbidden');
  if (
    isGiven(limit) &&
    textOf(mapOf(mapOf(object['template'])['spec'])['restartPolicy']) === 'OnFailure'
  ) {
    report('must be Never with backoffLimitPerIndex', ['template', 'spec', 'restartPolicy']);
  }
  if (isGiven(most) && !isGiven(limit))
    report('needs backoffLimitPerIndex', ['maxFailedIndexes'], 'forbidden');
  if (isNumber(most) && isNumber(completions) && most > completions) {
    report('must not be more than completions', ['maxFailedIndexes']);
  }
  if (isIndexed && isNumber(parallelism) && parallelism > 100_000)
    report('must be at most 100000', ['parallelism']);
  if (isGiven(limit) && !isGiven(most) && isNumber(completions) && completions > 100_000)
    report('needs the field maxFailedIndexes for so many completions', [], 'missing-field');
}

function failures(object: JsonObject, spec: JsonObject, report: Report): void {
  const names = ['containers', 'initContainers'].flatMap((field) =>
    listOf(spec[field]).map((each) => mapOf(each)['name']),
  );
  const rules = listOf(mapOf(object['podFailurePolicy'])['rules']).map(mapOf);
  if (rules.length > 20) report('must be at most 20', ['podFailurePolicy', 'rules']);
  if (
    isGiven(object['podFailurePolicy']) &&
    object['podReplacementPolicy'] === 'TerminatingOrFailed'
  )
    report('must be Failed with podFailurePolicy', ['podReplacementPolicy']);
  for (const [index, rule] of rules.entries()) {
    const at = below(report, 'podFailurePolicy', 'rules', index);
    const [codes, conditions] = [rule['onExitCodes'], listOf(rule['onPodConditions'])];
    if (isGiven(codes) === conditions.length > 0) at('needs one of onExitCodes, onPodConditions');
    if (mapOf(codes)['operator'] === 'In' && listOf(mapOf(codes)['values']).includes(0)) {
      at('must not hold 0 with the operator In', ['onExitCodes', 'values']);
    }
    const name = mapOf(codes)['containerName'];
    if (isGiven(name) && !names.includes(name ?? null))
      at('names no container', ['onExitCodes', 'containerName']);
    if (rule['action'] === 'FailIndex' && !isGiven(object['backoffLimitPerIndex'])) {
      at('needs backoffLimitPerIndex', ['action']);
    }
  }
}

function cronJob(object: JsonObject, report: Report): void {
  const template = mapOf(object['jobTemplate']);
  if (mapOf(template['spec'])['manualSelector'] === true) {
    report('must not be there', ['jobTemplate', 'spec', 'manualSelector'], 'forbidden');
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/batch/validation/validation.go.
export const batch: RuleTable = {
  'api.batch.v1.Job': { required: ['spec'] },
  'api.batch.v1.JobSpec': {
    fields: {
      parallelism: atLeast(0),
      completions: atLeast(0),
      backoffLimit: atLeast(0),
      backoffLimitPerIndex: atLeast(0),
      maxFailedIndexes: atLeast(0),
      activeDeadlineSeconds: atLeast(0),
      ttlSecondsAfterFinished: atLeast(0),
      completionMode: oneOf('NonIndexed', 'Indexed'),
      managedBy: (value, report) => {
        const [prefix = '', path = ''] = textOf(value).split(/\/(.*)/s);
        if (
          !isSubdomain(prefix) ||
          !/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path) ||
          textOf(value).length > 63
        )
          report('must be a name such as example.com/controller, at most 63 characters');
      },
      podReplacementPolicy: oneOf('Failed', 'TerminatingOrFailed'),
    },
    check: job,
  },
  'api.batch.v1.PodFailurePolicyRule': {
    fields: { action: oneOf('Count', 'FailIndex', 'FailJob', 'Ignore') },
  },
  'api.batch.v1.PodFailurePolicyOnExitCodesRequirement': {
    fields: {
      operator: oneOf('In', 'NotIn'),
      values: (value, report) => {
        someItems(value, report);
        distinct(value, report);
        const numbers = listOf(value).map(Number);
        if (numbers.some((each, index) => index > 0 && each < (numbers[index - 1] ?? each)))
          report('must be in their order');
      },
    },
  },
  'api.batch.v1.PodFailurePolicyOnPodConditionsPattern': {
    fields: { type: qualifiedName, status: optionalOneOf('True', 'False', 'Unknown') },
  },
  'api.batch.v1.CronJob': { required: ['spec'] },
  'api.batch.v1.CronJobSpec': {
    fields: {
      schedule: (value, report) => {
        const problem = cronProblem(textOf(value));
        if (problem !== undefined) report(problem);
      },
      timeZone: (value, report) => {
        if (!isTimeZone(textOf(value))) report('must be a time zone such as Europe/Berlin');
      },
      concurrencyPolicy: optionalOneOf('Allow', 'Forbid', 'Replace'),
      startingDeadlineSeconds: atLeast(0),
      successfulJobsHistoryLimit: atLeast(0),
      failedJobsHistoryLimit: atLeast(0),
    },
    check: cronJob,
  },
  'api.batch.v1.JobTemplateSpec': { required: ['spec'] },
};
