/**
 * Versions and ranges as Flux and Helm take them: a port of Masterminds/semver v3.5.0 (version.go,
 * constraints.go) and of how fluxcd/pkg/version v0.16.0 asks for three parts. They differ from npm's
 * in commas, in `=<`, in what `x` means and in prereleases.
 */
export interface Version {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

const suffixes = String.raw`(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?`;
const versionPattern = new RegExp(
  String.raw`^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?${suffixes}$`,
);
const partial = String.raw`v?([0-9xX*|]+)(?:\.([0-9xX*|]+))?(?:\.([0-9xX*|]+))?${suffixes}`;
const operators = String.raw`!=|>=|=>|<=|=<|~>|=|>|<|~|\^|`;
const rangePattern = new RegExp(String.raw`\s*(${partial})\s+-\s+(${partial})\s*`, 'g');
const listPattern = new RegExp(
  String.raw`^\s*(?:${operators})\s*${partial}\s*(?:(?:\s+|,\s*)(?:${operators})\s*${partial}\s*)*$`,
);
const itemPattern = new RegExp(String.raw`(${operators})\s*(${partial})`, 'g');
const longest = { version: 256, range: 512, groups: 32 };
const uint64 = 2n ** 64n;

function readNumber(text: string | undefined): bigint {
  return BigInt(text === undefined || text === '' ? '0' : text);
}

/** A version of one to three parts; undefined where it is none. */
export function readVersion(text: string): Version | undefined {
  const match = text.length > longest.version ? null : versionPattern.exec(text);
  if (match === null) return undefined;
  const numbers = [readNumber(match[1]), readNumber(match[2]), readNumber(match[3])] as const;
  const [, , , , prerelease = '', metadata = ''] = match;
  // As numbers, leading zeros are cut; in a prerelease they are refused.
  if (prerelease.split('.').some((part) => /^0\d+$/.test(part))) return undefined;
  if (numbers.some((number) => number >= uint64)) return undefined;
  return { numbers, prerelease, metadata, original: text };
}

/** A version of three parts, as charts and tags must have. */
export function readFullVersion(text: string): Version | undefined {
  return text.split('.').length < 3 ? undefined : readVersion(text);
}

/** How Go prints a version: without `v`, and with three parts. */
export function printVersion({ numbers, prerelease, metadata }: Version): string {
  const suffix = prerelease === '' ? '' : `-${prerelease}`;
  return `${numbers.join('.')}${suffix}${metadata === '' ? '' : `+${metadata}`}`;
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const isNumber = [a, b].map((part) => /^\d+$/.test(part));
  if (isNumber[0] === true && isNumber[1] === true) return BigInt(a) < BigInt(b) ? -1 : 1;
  if (isNumber[0] !== isNumber[1]) return isNumber[0] === true ? -1 : 1;
  return a < b ? -1 : 1;
}

/** By precedence; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  for (const at of [0, 1, 2] as const) {
    if (a.numbers[at] !== b.numbers[at]) return a.numbers[at] < b.numbers[at] ? -1 : 1;
  }
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === '' || b.prerelease === '') return a.prerelease === '' ? 1 : -1;
  const [left, right] = [a.prerelease.split('.'), b.prerelease.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = compareParts(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Which parts of a constraint are left open by `x` or by their absence. */
type Open = 'none' | 'patch' | 'minor' | 'major';

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  readonly open: Open;
}

/** Whether a version is in a range; undefined where the text is no range. */
export type Range = (version: Version) => boolean;

export function readRange(text: string): Range | undefined {
  if (text.length > longest.range) return undefined;
  // Each match has 1 + 5 groups a side; the whole version is the first of them.
  const rewritten = text.replace(
    rangePattern,
    (_, from: string, ...rest: string[]) => `>= ${from}, <= ${rest[5] ?? ''} `,
  );
  const groups = rewritten.split('||');
  if (groups.length > longest.groups) return undefined;
  const read: Constraint[][] = [];
  for (const group of groups) {
    if (!listPattern.test(group)) return undefined;
    const constraints = [...group.matchAll(itemPattern)].map(readConstraint);
    if (constraints.some((each) => each === undefined)) return undefined;
    read.push(constraints as Constraint[]);
  }
  return (version) => read.some((group) => takes(group, version));
}

function readConstraint(match: RegExpExecArray): Constraint | undefined {
  const [, operator = '', , major, minor, patch, prerelease] = match;
  const isOpen = (part: string | undefined): boolean => part === undefined || /^[xX*]$/.test(part);
  const suffix = prerelease === undefined ? '' : `-${prerelease}`;
  const [open, text]: [Open, string] = isOpen(major)
    ? ['major', `0.0.0${suffix}`]
    : isOpen(minor)
      ? ['minor', `${major ?? ''}.0.0${suffix}`]
      : isOpen(patch)
        ? ['patch', `${major ?? ''}.${minor ?? ''}.0${suffix}`]
        : ['none', `${major ?? ''}.${minor ?? ''}.${patch ?? ''}${suffix}`];
  const version = readVersion(text);
  return version && { operator, version, open };
}

function takes(group: readonly Constraint[], version: Version): boolean {
  const asksForPrereleases = group.some((each) => each.version.prerelease !== '');
  if (version.prerelease !== '' && !asksForPrereleases) return false;
  return group.every((constraint) => check(constraint, version));
}

function check({ operator, version: bound, open }: Constraint, version: Version): boolean {
  const order = compareVersions(version, bound);
  const [major, minor] = version.numbers;
  const [boundMajor, boundMinor] = bound.numbers;
  switch (operator) {
    case '!=':
      if (open === 'major' || open === 'none') return order !== 0;
      if (major !== boundMajor) return true;
      if (open === 'minor') return false;
      if (minor !== boundMinor) return true;
      return version.prerelease !== bound.prerelease;
    case '>':
      if (open === 'none' || open === 'major') return order > 0;
      if (major !== boundMajor) return major > boundMajor;
      return open === 'patch' && minor > boundMinor;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      if (open === 'none') return order <= 0;
      if (major > boundMajor) return false;
      return major !== boundMajor || minor <= boundMinor || open === 'minor';
    case '^':
      return order >= 0 && caret(version, bound, open);
    case '~':
    case '~>':
      return order >= 0 && tilde(version, bound, open);
    default:
      return open === 'none' ? order === 0 : order >= 0 && tilde(version, bound, open);
  }
}

function tilde(version: Version, bound: Version, open: Open): boolean {
  const isZero = bound.numbers.every((number) => number === 0n);
  if (isZero && (open === 'none' || open === 'major')) return true;
  if (version.numbers[0] !== bound.numbers[0]) return false;
  return open === 'minor' || version.numbers[1] === bound.numbers[1];
}

function caret({ numbers: [major, minor, patch] }: Version, bound: Version, open: Open): boolean {
  const [boundMajor, boundMinor, boundPatch] = bound.numbers;
  if (boundMajor > 0n || open === 'minor') return major === boundMajor;
  if (major > 0n) return false;
  if (boundMinor > 0n || open === 'patch') return minor === boundMinor;
  return minor === 0n && patch === boundPatch;
}

/**
 * The newest of some versions that a range takes, as Flux picks it: one that is written exactly so
 * before all others, and no prerelease unless the range names one (source-controller v1.9.5,
 * internal/helm/repository, getLastMatchingVersionOrConstraint). Of equal ones the first.
 */
export function newestIn(range: string, versions: readonly string[]): string | undefined {
  if (range !== '' && versions.includes(range)) return range;
  const isInRange = readRange(range === '' ? '*' : range);
  if (isInRange === undefined) return undefined;
  let newest: Version | undefined;
  for (const text of versions) {
    const version = readFullVersion(text);
    if (version === undefined || !isInRange(version)) continue;
    if (newest === undefined || compareVersions(version, newest) > 0) newest = version;
  }
  return newest?.original;
}
