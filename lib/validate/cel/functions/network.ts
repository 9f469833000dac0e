import {
  type Address,
  containsAddress,
  formatAddress,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isUnspecified,
  maskBits,
  type Network,
  parseAddress,
  parseNetwork,
  within,
} from '../../schema/addresses.ts';
import { CelError, functions, type Library, namespace, type } from './library.ts';

class Ip {
  readonly address: Address;
  constructor(address: Address) {
    this.address = address;
  }
}

class Cidr {
  readonly network: Network;
  constructor(network: Network) {
    this.network = network;
  }
}

/** Kubernetes takes no IPv4 address in the form of an IPv6 one here. */
function readIp(text: string): Address | undefined {
  const address = parseAddress(text);
  return address !== undefined && !isMapped(address) ? address : undefined;
}

function sameAddress(a: Address, b: Address): boolean {
  return a.family === b.family && a.bits === b.bits;
}

function isMapped({ family, bits }: Address): boolean {
  return family === 6 && bits >> 32n === 0xffffn;
}

function ip(text: string): Ip {
  const address = readIp(text);
  if (address === undefined) throw new CelError('no IP address');
  return new Ip(address);
}

function cidr(text: string): Cidr {
  const network = parseNetwork(text);
  if (network === undefined || isMapped(network)) throw new CelError('no network');
  return new Cidr(network);
}

const isMulticast = within('224.0.0.0/4', 'ff00::/8');
const isBroadcast = within('255.255.255.255/32');
const noGlobal = [isUnspecified, isLoopback, isMulticast, isLinkLocalUnicast, isBroadcast];

function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.network.length <= inner.network.length && containsAddress(outer.network, inner.network)
  );
}

class Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  constructor(scheme: string, host: string, path: string, query: string) {
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }
}

function parts({ scheme, host, path, query }: Url): readonly string[] {
  return [scheme, host, path, query];
}

/** As Go's url.ParseRequestURI: absolute, or a path. */
function readUrl(text: string): Url | undefined {
  const match =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/(?:[^/?@]*@)?([^/?]*))?([^?]*)(?:\?(.*))?$/.exec(text);
  const [, scheme = '', host = '', path = '', query = ''] = match ?? [];
  if (match === null || /\s/.test(text) || (scheme === '' && !text.startsWith('/')))
    return undefined;
  return new Url(scheme.toLowerCase(), scheme === '' ? '' : host, path, query);
}

function url(text: string): Url {
  const found = readUrl(text);
  if (found === undefined) throw new CelError('no URL');
  return found;
}

/** The name and the port of `host:port`; an IPv6 address stands in brackets. */
function hostParts({ host }: Url): readonly [string, string] {
  const [, name = host, port = ''] = /^(.*?)(?::(\d*))?$/.exec(host) ?? [];
  return [name.replace(/^\[|\]$/g, ''), port];
}

export const network: readonly Library[] = [
  type('net.IP', Ip, (a, b) => sameAddress(a.address, b.address)),
  type(
    'net.CIDR',
    Cidr,
    (a, b) => a.network.length === b.network.length && sameAddress(a.network, b.network),
  ),
  type('kubernetes.URL', Url, (a, b) => parts(a).join('\n') === parts(b).join('\n')),
  functions({
    'ip(string): net.IP': ip,
    'isIP(string): bool': (text: string) => readIp(text) !== undefined,
    'string(net.IP): string': ({ address }: Ip) => formatAddress(address),
    'net.IP.family(): int': ({ address }: Ip) => BigInt(address.family),
    'net.IP.isUnspecified(): bool': ({ address }: Ip) => isUnspecified(address),
    'net.IP.isLoopback(): bool': ({ address }: Ip) => isLoopback(address),
    'net.IP.isLinkLocalMulticast(): bool': ({ address }: Ip) => isLinkLocalMulticast(address),
    'net.IP.isLinkLocalUnicast(): bool': ({ address }: Ip) => isLinkLocalUnicast(address),
    'net.IP.isGlobalUnicast(): bool': ({ address }: Ip) => noGlobal.every((each) => !each(address)),
    'cidr(string): net.CIDR': cidr,
    'isCIDR(string): bool': (text: string) => parseNetwork(text) !== undefined,
    'string(net.CIDR): string': ({ network: each }: Cidr) =>
      `${formatAddress(each)}/${String(each.length)}`,
    'net.CIDR.containsIP(net.IP): bool': (outer: Cidr, { address }: Ip) =>
      containsAddress(outer.network, address),
    'net.CIDR.containsIP(string): bool': (outer: Cidr, text: string) =>
      containsAddress(outer.network, ip(text).address),
    'net.CIDR.containsCIDR(net.CIDR): bool': containsCidr,
    'net.CIDR.containsCIDR(string): bool': (outer: Cidr, text: string) =>
      containsCidr(outer, cidr(text)),
    'net.CIDR.ip(): net.IP': ({ network: each }: Cidr) => new Ip(each),
    'net.CIDR.masked(): net.CIDR': ({ network: each }: Cidr) =>
      new Cidr({ ...each, bits: maskBits(each) }),
    'net.CIDR.prefixLength(): int': ({ network: each }: Cidr) => BigInt(each.length),
    'url(string): kubernetes.URL': url,
    'isURL(string): bool': (text: string) => readUrl(text) !== undefined,
    'kubernetes.URL.getScheme(): string': ({ scheme }: Url) => scheme,
    'kubernetes.URL.getHost(): string': ({ host }: Url) => host,
    'kubernetes.URL.getHostname(): string': (each: Url) => hostParts(each)[0],
    'kubernetes.URL.getPort(): string': (each: Url) => hostParts(each)[1],
    'kubernetes.URL.getEscapedPath(): string': ({ path }: Url) => path,
    'kubernetes.URL.getQuery(): map<string, list<string>>': ({ query }: Url) => {
      const found = new Map<string, string[]>();
      for (const [key, value] of new URLSearchParams(query)) {
        found.set(key, [...(found.get(key) ?? []), value]);
      }
      return found;
    },
  }),
  namespace('ip', {
    'isCanonical(string): bool': (text: string) => formatAddress(ip(text).address) === text,
  }),
];
