import { parseAddress, parseNetwork } from './addresses.ts';

/**
 * The formats of strings that the API server enforces (k8s.io/apiextensions-apiserver v0.36.3,
 * pkg/apiserver/validation/formats.go; k8s.io/kube-openapi, pkg/validation/strfmt). Others are
 * ignored, as it ignores them.
 */
const formats: Readonly<Record<string, readonly [string, (text: string) => boolean]>> = {
  byte: ['base64', isBase64],
  cidr: ['a network in CIDR notation', (text) => parseNetwork(text) !== undefined],
  date: ['a date such as 2006-01-02', isDate],
  datetime: ['a time such as 2006-01-02T15:04:05Z', isDateTime],
  duration: ['a duration such as 1h30m', isDuration],
  email: [
    'an email address',
    (text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text.replace(/^.*<(.*)>$/, '$1')),
  ],
  hexcolor: [
    'a colour such as #FFFFFF',
    (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  ],
  hostname: ['a host name', isHostname],
  ipv4: ['an IPv4 address', (text) => parseAddress(text)?.family === 4],
  ipv6: ['an IPv6 address', (text) => parseAddress(text)?.family === 6],
  mac: ['a MAC address', (text) => /^([0-9a-f]{2}[:-]){5}([0-9a-f]{2})$/i.test(text)],
  uri: ['an absolute URI or a path', isRequestUri],
  uuid: ['a UUID', uuid('[0-9a-f]{4}', '[0-9a-f]{4}')],
  uuid3: ['a UUID of version 3', uuid('3[0-9a-f]{3}', '[0-9a-f]{4}')],
  uuid4: ['a UUID of version 4', uuid('4[0-9a-f]{3}', '[89ab][0-9a-f]{3}')],
  uuid5: ['a UUID of version 5', uuid('5[0-9a-f]{3}', '[89ab][0-9a-f]{3}')],
  k8sshortname: [
    'a DNS label',
    (text) => text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text),
  ],
  k8slongname: [
    'a DNS name',
    (text) =>
      text.length <= 253 &&
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text),
  ],
};

/** Why a text is not what its format says, or undefined. */
export function formatProblem(format: string, text: string): string | undefined {
  const known = formats[format.replaceAll('-', '')];
  return known === undefined || known[1](text) ? undefined : `must be ${known[0]}`;
}

/** Standard base64 with padding; line breaks are skipped, as Go skips them. */
export function isBase64(text: string): boolean {
  const packed = text.includes('\n') ? text.replace(/[\r\n]/g, '') : text;
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return (
    year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  );
}

/** RFC 3339. */
export function isDateTime(text: string): boolean {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.exec(text);
  if (match === null) return false;
  const [, date = '', hours, minutes, seconds] = match;
  return isDate(date) && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

/** A duration of Go (time.ParseDuration). */
export function isGoDuration(text: string): boolean {
  return text === '0' || /^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text);
}

/** One of Go, or in words: `3 days`. */
function isDuration(text: string): boolean {
  const units = /\d+\s*(ns|nano|us|µs|micro|ms|milli|s|sec|m|min|h|hr|hour|d|day|w|wk|week)/i;
  return isGoDuration(text) || units.test(text);
}

function isHostname(text: string): boolean {
  if (text.length > 255) return false;
  return /^([a-z0-9\p{S}\p{L}](-?[a-z0-9\p{S}\p{L}]{0,62})?|([a-z0-9\p{S}\p{L}]([a-z0-9\-\p{S}\p{L}]{0,61}[a-z0-9\p{S}\p{L}])?\.)+[a-z\p{L}]{2,63})$/iu.test(
    text,
  );
}

/** What Go's url.ParseRequestURI takes. */
function isRequestUri(text: string): boolean {
  if (text === '' || /[\0-\x20\x7f]/.test(text)) return false;
  return text.startsWith('/') || text === '*' || /^[A-Za-z][A-Za-z0-9+.-]*:./.test(text);
}

function uuid(third: string, fourth: string): (text: string) => boolean {
  const pattern = new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${third}-?${fourth}-?[0-9a-f]{12}$`, 'i');
  return (text) => pattern.test(text);
}
