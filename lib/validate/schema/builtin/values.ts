import { isDnsLabel, type JsonObject, type JsonValue } from '../../../kubernetes/index.ts';
import { isMasked, parseAddress, parseNetwork } from '../addresses.ts';
import { quantityNanos } from '../quantity.ts';
import type { FieldRule, Report } from './rules.ts';

// k8s.io/apimachinery v0.36.3, pkg/util/validation/validation.go.
const qualifiedPart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** A key of labels and annotations: `example.com/name` or `name`. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (slash >= 0 && !isSubdomain(text.slice(0, slash))) return false;
  return name.length <= 63 && qualifiedPart.test(name);
}

export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && qualifiedPart.test(text));
}

/** The name of a port: letters, digits and single `-`, at least one letter, at most 15. */
export function isPortName(text: string): boolean {
  return (
    text.length <= 15 &&
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) &&
    /[a-z]/.test(text) &&
    !text.includes('--')
  );
}

/** A key of a ConfigMap or Secret, and the name of a file. */
export function isConfigKey(text: string): boolean {
  return (
    text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
  );
}

/** A rule for texts: others are reported by the schema already. */
function text(test: (text: string) => boolean, message: string): FieldRule {
  return (value, report) => {
    if (typeof value === 'string' && !test(value)) report(message);
  };
}

/** As `text`, where empty counts as absent. */
function unlessEmpty(test: (text: string) => boolean, message: string): FieldRule {
  return text((each) => each === '' || test(each), message);
}

export const dnsLabel = text(
  isDnsLabel,
  'must be a DNS label: lower-case letters, digits and -, at most 63',
);
export const dnsName = text(isSubdomain, 'must be a DNS name: lower-case letters, digits, - and .');
export const optionalDnsLabel = unlessEmpty(
  isDnsLabel,
  'must be a DNS label: lower-case letters, digits and -, at most 63',
);
export const optionalDnsName = unlessEmpty(
  isSubdomain,
  'must be a DNS name: lower-case letters, digits, - and .',
);
export const qualifiedName = text(
  isQualifiedName,
  'must be a name such as example.com/name or name',
);
export const portName = unlessEmpty(
  isPortName,
  'must be a port name: lower-case letters, digits and -, a letter among them, at most 15',
);
export const configKey = text(isConfigKey, 'must be letters, digits, -, _ and .');
export const notEmpty = text((each) => each !== '', 'must not be empty');
export const ipAddress = unlessEmpty(
  (each) => parseAddress(each) !== undefined,
  'must be an IP address',
);
export const cidr = text((each) => {
  const network = parseNetwork(each);
  return network !== undefined && isMasked(network);
}, 'must be a network in CIDR notation');
export const absolutePath = text((each) => each.startsWith('/'), 'must be an absolute path');

/** A relative path that does not climb out. */
export const containedPath = text(
  (each) => !each.startsWith('/') && !each.split('/').includes('..'),
  'must be a relative path without ..',
);

export function oneOf(...known: readonly string[]): FieldRule {
  return text((each) => known.includes(each), `must be one of ${known.join(', ')}`);
}

/** As `oneOf`, where empty counts as absent. */
export function optionalOneOf(...known: readonly string[]): FieldRule {
  return unlessEmpty((each) => known.includes(each), `must be one of ${known.join(', ')}`);
}

export function between(least: number, most: number): FieldRule {
  return (value, report) => {
    if (isNumber(value) && (value < least || value > most)) {
      report(`must be between ${String(least)} and ${String(most)}`);
    }
  };
}

export function atLeast(least: number): FieldRule {
  return (value, report) => {
    if (isNumber(value) && value < least) report(`must be at least ${String(least)}`);
  };
}

export const port = between(1, 65535);

/** A port by number or by name. */
export const portOrName: FieldRule = (value, report) => {
  if (isNumber(value)) port(value, report);
  else if (typeof value === 'string' && !isPortName(value))
    report('must be the name or the number of a port');
};

/** Applies a rule to every item of a list; null is an empty text there, as Go has it. */
export function each(rule: FieldRule): FieldRule {
  return (value, report) => {
    for (const [index, item] of listOf(value).entries()) {
      rule(item ?? '', (message, path = [], kind) => report(message, [index, ...path], kind));
    }
  };
}

/** Applies all of the rules. */
export function all(...rules: readonly FieldRule[]): FieldRule {
  return (value, report) => {
    for (const rule of rules) rule(value, report);
  };
}

/** At least one item. */
export const someItems: FieldRule = (value, report) => {
  if (Array.isArray(value) && value.length === 0) report('must not be empty', [], 'missing-field');
};

export function atMostItems(most: number): FieldRule {
  return (value, report) => {
    if (listOf(value).length > most) report(`must be at most ${String(most)}`);
  };
}

/** No two items that are the same text. */
export const distinct: FieldRule = (value, report) => {
  const known = new Set<JsonValue>();
  for (const [index, item] of listOf(value).entries()) {
    if (known.has(item)) report('stands in the list twice', [index], 'duplicate-item');
    known.add(item);
  }
};

export function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function mapOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** An amount as a multiple of 10^-9: null counts as 0, what is no quantity as nothing. */
export function amountOf(value: JsonValue | undefined): bigint | undefined {
  if (value === null) return 0n;
  return isNumber(value) || typeof value === 'string' ? quantityNanos(value) : undefined;
}

/** Whether a field holds something: null counts as absent. */
export function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

/** The fields of `names` that an object has. */
export function given(object: JsonObject, names: readonly string[]): string[] {
  return names.filter((name) => isGiven(object[name]));
}

/** Checks that an object has exactly one of several fields. */
export function exactlyOne(...names: readonly string[]) {
  return (object: JsonObject, report: Report): void => {
    const [first, second] = given(object, names);
    if (first === undefined) report(`needs one of ${names.join(', ')}`, [], 'missing-field');
    if (second !== undefined) report(`must not stand beside ${first ?? ''}`, [second], 'forbidden');
  };
}
