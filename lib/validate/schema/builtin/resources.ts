import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';
import { quantityNanos } from '../quantity.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  amountOf,
  dnsLabel,
  isGiven,
  isNumber,
  isQualifiedName,
  listOf,
  mapOf,
  oneOf,
  textOf,
} from './values.ts';

/** Names of resources and their amounts. */
export const resourceList: FieldRule = (value, report) => {
  for (const [name, amount] of Object.entries(mapOf(value))) {
    if (!isResource(name)) {
      report('is no resource: cpu, memory or one such as example.com/name', [name]);
    }
    const nanos =
      isNumber(amount) || typeof amount === 'string' ? quantityNanos(amount) : undefined;
    if (nanos === undefined) continue;
    if (nanos < 0n) report('must not be negative', [name]);
    if (isDevice(name) && nanos % 1_000_000_000n !== 0n) report('must be a whole number', [name]);
    const page = pageOf(name);
    if (page !== undefined && (page <= 0n || nanos % page !== 0n))
      report('must be a multiple of the size of its pages', [name]);
  }
};

function isResource(name: string): boolean {
  if (!isQualifiedName(name)) return false;
  if (!name.includes('/'))
    return ['cpu', 'memory', 'ephemeral-storage'].includes(name) || isHugePages(name);
  // A quota counts it under its name with a prefix.
  return !isDevice(name) || (!name.startsWith('requests.') && isQualifiedName(`requests.${name}`));
}

/** A resource of a device, and not one of Kubernetes' own. */
function isDevice(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** The size of the pages that a resource counts; 0 where its name tells none. */
function pageOf(name: string): bigint | undefined {
  return isHugePages(name) ? (quantityNanos(name.slice('hugepages-'.length)) ?? 0n) : undefined;
}

function requirements(object: JsonObject, report: Report): void {
  const [requests, limits] = [mapOf(object['requests']), mapOf(object['limits'])];
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit === undefined || request === null) {
      if (isFixed(name)) report('needs a limit of the same amount', ['requests', name]);
      continue;
    }
    const [asked, most] = [amountOf(request), amountOf(limit)];
    if (asked === undefined || most === undefined) continue;
    if (asked > most) report('must not be more than the limit', ['requests', name]);
    else if (isFixed(name) && asked !== most) report('must be the limit', ['requests', name]);
  }
  const names = [...Object.keys(requests), ...Object.keys(limits)];
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory'))
    report('needs cpu or memory beside huge pages', [], 'missing-field');
}

/** Resources that cannot be overcommitted: huge pages and those of devices. */
function isFixed(name: string): boolean {
  return isHugePages(name) || isDevice(name);
}

/** Whether the claims of a container are those of its pod, each named once. */
export function checkClaims(container: JsonObject, known: readonly string[], report: Report): void {
  const claims = listOf(mapOf(container['resources'])['claims']).map(mapOf);
  for (const [index, { name }] of claims.entries()) {
    const place = ['resources', 'claims', index, 'name'];
    if (textOf(name) !== '' && !known.includes(textOf(name)))
      report('names no claim of the pod', place);
  }
}

/** Resources of a whole pod: only such as its containers share, and no less than theirs together. */
export function checkPodResources(spec: JsonObject, report: Report): void {
  const own = mapOf(spec['resources']);
  if (isGiven(own['claims'])) report('is not for a whole pod', ['claims'], 'forbidden');
  for (const field of ['requests', 'limits']) {
    for (const name of Object.keys(mapOf(own[field]))) {
      if (!isShared(name)) report('must be cpu, memory or huge pages', [field, name]);
    }
  }
  const containers = listOf(spec['containers']).map((each) => mapOf(mapOf(each)['resources']));
  for (const [name, given] of Object.entries(mapOf(own['requests']))) {
    const whole = amountOf(given);
    const parts = containers.map((each) => requestOf(each, name));
    if (whole !== undefined && parts.reduce((sum, part) => sum + part, 0n) > whole)
      report('must not be less than the containers request', ['requests', name]);
  }
  for (const [name, given] of Object.entries(mapOf(own['limits']))) {
    const most = amountOf(given);
    const parts = containers.map((each) => amount(mapOf(each['limits'])[name]) ?? 0n);
    if (most !== undefined && parts.some((part) => part > most))
      report('must not be less than the limit of a container', ['limits', name]);
  }
}

function isShared(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

/** What a container requests: a limit stands for a request that is not there. */
function requestOf(resources: JsonObject, name: string): bigint {
  const request = mapOf(resources['requests'])[name];
  return amount(request ?? mapOf(resources['limits'])[name]) ?? 0n;
}

function amount(value: JsonValue | undefined): bigint | undefined {
  return value === undefined ? undefined : amountOf(value);
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: validateResourceRequirements.
export const resources: RuleTable = {
  'api.core.v1.ResourceRequirements': {
    fields: { limits: resourceList, requests: resourceList },
    check: requirements,
  },
  'api.core.v1.ResourceClaim': {
    fields: {
      name: (value, report) => {
        if (value === '') report('must not be empty', [], 'missing-field');
      },
      request: (value, report) => {
        if (value !== '') dnsLabel(value, report);
      },
    },
  },
  'api.core.v1.ContainerResizePolicy': {
    fields: {
      resourceName: oneOf('cpu', 'memory'),
      restartPolicy: oneOf('NotRequired', 'RestartContainer'),
    },
  },
};
