import { maxRecipients } from './limits.ts';
import { fail } from './result.ts';
import { defaultRule, type Rule, ruleNames } from './rules.ts';
import { placeOf } from './source.ts';
import type { Block, Branch, Document, Entry, Scalar } from './tree.ts';

/** The version of sops whose format this folder writes. */
export const sopsVersion = '3.13.3';

/** A data key encrypted for one age recipient. */
export interface AgeStanza {
  readonly recipient: string;
  /** An armored age file. */
  readonly enc: string;
}

/** The sops block of a file, read. */
export interface Metadata {
  readonly block: Block;
  readonly age: readonly AgeStanza[];
  /** The entries of the `age` list, in its order. */
  readonly ageEntry: Entry | undefined;
  /** Kinds of keys beside age that the file names, such as `pgp` or `kms`. */
  readonly others: readonly string[];
  /** How many key groups share the data key by Shamir's scheme; 0 where any one key is enough. */
  readonly groups: number;
  readonly mac: Scalar;
  readonly lastModified: Scalar;
  readonly rule: Rule;
  readonly macOnlyEncrypted: boolean;
  readonly version: string;
}

/** stores/stores.go: the lists of stanzas that this folder keeps and cannot use. */
const otherKinds = ['pgp', 'kms', 'gcp_kms', 'hckms', 'azure_kv', 'hc_vault'];
const known = new Set([
  ...['age', 'key_groups', 'shamir_threshold', 'lastmodified', 'mac', 'mac_only_encrypted'],
  ...['version', ...otherKinds, ...ruleNames],
]);

/** Reads the sops block that sops uses, the first. */
export function readMetadata(document: Document): Metadata {
  const [block] = document.blocks;
  if (block === undefined) {
    return fail(
      'sops-metadata',
      placeOf(document.source, undefined),
      'the file has no sops block',
      {
        hint: 'It is not encrypted, or was cut off.',
      },
    );
  }
  return new Reader(document, block).metadata();
}

const semver =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

class Reader {
  readonly #document: Document;
  readonly #block: Block;
  readonly #entries = new Map<string, Entry>();

  constructor(document: Document, block: Block) {
    this.#document = document;
    this.#block = block;
    const { branch } = block;
    if (branch.kind !== 'map') this.#fail(branch.span.start, 'sops is no map');
    for (const entry of entriesOf(branch)) {
      const key = entry.key ?? '';
      const lower = key.toLowerCase();
      // Go reads names in any case (mapstructure), and so could read a rule that people overlook.
      if (lower !== key && known.has(lower))
        this.#fail(entry.start, `sops.${key} must be ${lower}`);
      this.#entries.set(key, entry);
    }
  }

  metadata(): Metadata {
    const groups = this.#list('key_groups').length;
    const stanzas = this.#list('age');
    if (stanzas.length > maxRecipients) {
      const at = placeOf(this.#document.source, this.#entries.get('age')?.start, 'sops.age');
      fail('sops-limit', at, `more than ${maxRecipients} recipients of one file`);
    }
    const direct = otherKinds.filter((kind) => this.#list(kind).length > 0);
    const grouped = stanzas.length === 0 && direct.length === 0;
    if (grouped && groups === 0) {
      this.#fail(
        this.#block.branch.span.start,
        'the sops block names nobody who can read the file',
      );
    }
    const rules = ruleNames.flatMap((name): Rule[] => {
      const pattern = this.#text(name) ?? '';
      return pattern === '' ? [] : [{ name, pattern }];
    });
    if (rules.length > 1) {
      const names = rules.map(({ name }) => name).join(' and ');
      this.#fail(this.#block.branch.span.start, `the sops block has both ${names}`);
    }
    return {
      block: this.#block,
      age: stanzas.map((entry) => this.#stanza(entry)),
      ageEntry: this.#entries.get('age'),
      others: direct,
      groups: grouped ? groups : 0,
      mac: this.#scalar('mac'),
      lastModified: this.#scalar('lastmodified'),
      rule: rules[0] ?? defaultRule,
      macOnlyEncrypted: this.#bool('mac_only_encrypted'),
      version: this.#version(),
    };
  }

  #fail(at: number, message: string): never {
    return fail('sops-metadata', placeOf(this.#document.source, at, 'sops'), message);
  }

  #list(name: string): readonly Entry[] {
    const entry = this.#entries.get(name);
    if (entry === undefined) return [];
    if (entry.node.kind === 'scalar') {
      if (entry.node.plain === undefined || entry.node.plain.bytes.length === 0) return [];
      return this.#fail(entry.start, `sops.${name} is no list`);
    }
    if (entry.node.kind !== 'list') return this.#fail(entry.start, `sops.${name} is no list`);
    return entriesOf(entry.node);
  }

  #stanza(entry: Entry): AgeStanza {
    if (entry.node.kind !== 'map') return this.#fail(entry.start, 'an age stanza is no map');
    const part = (name: string): string => {
      const found = entriesOf(entry.node as Branch).find((each) => each.key === name)?.node;
      if (found?.kind === 'scalar' && found.plain?.type === 'str') return textOf(found);
      return this.#fail(entry.start, `an age stanza lacks its ${name}`);
    };
    return { recipient: part('recipient'), enc: part('enc') };
  }

  #scalar(name: string): Scalar {
    const entry = this.#entries.get(name);
    const node = entry?.node;
    if (node?.kind === 'scalar' && node.plain?.type === 'str') return node;
    return this.#fail(
      entry?.start ?? this.#block.branch.span.start,
      `sops.${name} is missing or no text`,
    );
  }

  #text(name: string): string | undefined {
    const node = this.#entries.get(name)?.node;
    if (node === undefined) return undefined;
    if (node.kind === 'scalar') return node.plain === undefined ? undefined : textOf(node);
    return this.#fail(node.span.start, `sops.${name} is no text`);
  }

  /** sops reads no file whose version is not one (version/version.go: AIsNewerThanB). */
  #version(): string {
    const text = this.#text('version') ?? '';
    if (semver.test(text)) return text;
    return this.#fail(
      this.#entries.get('version')?.start ?? this.#block.branch.span.start,
      'sops.version is missing or no version',
    );
  }

  /** Weakly typed, as sops has it: flat formats hold text only. */
  #bool(name: string): boolean {
    const text = this.#text(name) ?? '';
    if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
    if (/^(?:|0|f|F|FALSE|false|False)$/.test(text)) return false;
    return this.#fail(this.#entries.get(name)?.start ?? 0, `sops.${name} must be true or false`);
  }
}

export function entriesOf(branch: Branch): readonly Entry[] {
  return branch.items.filter((item) => item.kind === 'entry');
}

/** The text of a scalar that holds some. */
export function textOf(scalar: Scalar): string {
  return scalar.plain?.bytes.toString('utf8') ?? '';
}

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A file's date as the MAC is bound to it: parsed and printed by Go as RFC 3339
 * (cmd/sops/common: DecryptTree), which drops fractions.
 */
export function normalizedDate(document: Document, scalar: Scalar): string {
  const match = rfc3339.exec(textOf(scalar));
  const [, clock, zone] = match ?? [];
  if (clock === undefined || zone === undefined || Number.isNaN(Date.parse(`${clock}Z`))) {
    const at = placeOf(document.source, scalar.span.start, 'sops.lastmodified');
    return fail('sops-metadata', at, 'the date is not in the form of RFC 3339');
  }
  return `${clock}${zone.slice(1) === '00:00' ? 'Z' : zone}`;
}

/** A time in sops's form: whole seconds in UTC. */
export function formatDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
