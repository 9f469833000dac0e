import { Optional } from '@marcbachmann/cel-js';
import { isDnsLabel } from '../../../kubernetes/index.ts';
import { isLabelValue, isQualifiedName, isSubdomain } from '../../schema/builtin/values.ts';
import { formatProblem, isBase64, isDateTime } from '../../schema/formats.ts';
import { functions, type Library, namespace, type } from './library.ts';

class Format {
  readonly name: string;
  readonly test: (text: string) => boolean;
  constructor(name: string, test: (text: string) => boolean) {
    this.name = name;
    this.test = test;
  }
}

const dns1035 = (text: string): boolean => isDnsLabel(text) && !/^\d/.test(text);
/** A prefix of a name may end in `-`. */
const prefix =
  (test: (text: string) => boolean) =>
  (text: string): boolean =>
    test(text.endsWith('-') ? text.replace(/-$/, 'a') : text);

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: isDnsLabel,
  dns1123Subdomain: isSubdomain,
  dns1035Label: dns1035,
  qualifiedName: isQualifiedName,
  dns1123LabelPrefix: prefix(isDnsLabel),
  dns1123SubdomainPrefix: prefix(isSubdomain),
  dns1035LabelPrefix: prefix(dns1035),
  labelValue: isLabelValue,
  uri: (text) => formatProblem('uri', text) === undefined,
  uuid: (text) => formatProblem('uuid', text) === undefined,
  byte: isBase64,
  date: (text) => formatProblem('date', text) === undefined,
  datetime: isDateTime,
};

/** `optional.of(value)` and `optional.none()` of CEL. */
export function optional(value: unknown): object {
  return value === undefined ? Optional.none() : Optional.of(value);
}

const constants = Object.fromEntries(
  Object.entries(formats).map(([name, test]) => {
    const format = new Format(name, test);
    return [`${name}(): kubernetes.NamedFormat`, () => format];
  }),
);

export const namedFormats: readonly Library[] = [
  type('kubernetes.NamedFormat', Format, (a, b) => a.name === b.name),
  namespace('format', {
    ...constants,
    'named(string): optional<kubernetes.NamedFormat>': (name: string) => {
      const test = formats[name];
      return optional(test && new Format(name, test));
    },
  }),
  functions({
    'kubernetes.NamedFormat.validate(string): optional<list<string>>': (
      { name, test }: Format,
      text: string,
    ) => optional(test(text) ? undefined : [`must be a valid ${name}`]),
  }),
];
