/** IP addresses and networks, as Go's net/netip parses them: no leading zeros, IPv6 with `::`. */
export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

export interface Network extends Address {
  readonly length: number;
}

export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const bits = parse4(text);
    return bits === undefined ? undefined : { family: 4, bits };
  }
  const bits = parse6(text);
  return bits === undefined ? undefined : { family: 6, bits };
}

/** A network in CIDR notation; the bits of the host may be set. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.lastIndexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const size = address.family === 4 ? 32 : 128;
  return Number(length) > size ? undefined : { ...address, length: Number(length) };
}

/** Whether no bit behind the prefix is set. */
export function isMasked({ family, bits, length }: Network): boolean {
  return bits === maskBits({ family, bits, length });
}

/** The first address of a network. */
export function maskBits({ family, bits, length }: Network): bigint {
  const host = BigInt((family === 4 ? 32 : 128) - length);
  return (bits >> host) << host;
}

export function containsAddress(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false;
  return maskBits({ ...address, length: network.length }) === maskBits(network);
}

/** Whether an address is in one of some networks. */
export function within(...networks: readonly string[]): (address: Address) => boolean {
  const known = networks.flatMap((each) => parseNetwork(each) ?? []);
  return (address) => known.some((network) => containsAddress(network, address));
}

export const isUnspecified = within('0.0.0.0/32', '::/128');
export const isLoopback = within('127.0.0.0/8', '::1/128');
export const isLinkLocalMulticast = within('224.0.0.0/24', 'ff02::/16');
export const isLinkLocalUnicast = within('169.254.0.0/16', 'fe80::/10');

/** The canonical text of an address: RFC 5952 for IPv6. */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
  }
  const words = Array.from(
    { length: 8 },
    (_, index) => (bits >> BigInt(112 - 16 * index)) & 0xffffn,
  );
  if (words.slice(0, 5).every((word) => word === 0n) && words[5] === 0xffffn) {
    return `::ffff:${formatAddress({ family: 4, bits: bits & 0xffffffffn })}`;
  }
  const text = words.map((word) => word.toString(16)).join(':');
  const zeros = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([found]) => found);
  const longest = zeros.sort((a, b) => b.length - a.length)[0];
  return longest === undefined
    ? text
    : text
        .replace(longest, ':')
        .replace(/^:(?!:)/, '::')
        .replace(/([^:]):$/, '$1::');
}

function parse4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

function parse6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => words(half));
  if (left === undefined || (halves.length === 2 && right === undefined)) return undefined;
  const all = [...left, ...(right ?? [])];
  const missing = 8 - all.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const filled = [...left, ...Array.from({ length: missing }, () => 0n), ...(right ?? [])];
  return filled.reduce((bits, word) => (bits << 16n) | word, 0n);
}

function words(half: string): bigint[] | undefined {
  if (half === '') return [];
  const found: bigint[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const bits = index === parts.length - 1 ? parse4(part) : undefined;
      if (bits === undefined) return undefined;
      found.push(bits >> 16n, bits & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      found.push(BigInt(`0x${part}`));
    } else {
      return undefined;
    }
  }
  return found;
}
