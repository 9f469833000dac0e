import { maxDepth } from './limits.ts';
import { entriesOf, textOf } from './metadata.ts';
import { fail } from './result.ts';
import { placeOf, type Source } from './source.ts';
import type { Branch, Entry } from './tree.ts';

/** The keys that a creation rule names (config/config.go: getKeyGroupsFromCreationRule). */
export interface RuleKeys {
  /** Public keys of age, each once. */
  readonly recipients: readonly string[];
  /** Kinds of keys beside age, as the sops block of a file names them. */
  readonly others: readonly string[];
}

type Entries = ReadonlyMap<string, Entry>;

/** The names of other kinds in a .sops.yaml, and in the sops block of a file. */
const otherKinds = new Map([
  ...['pgp', 'kms', 'gcp_kms', 'hckms', 'hc_vault'].map((kind) => [kind, kind] as const),
  ['azure_keyvault', 'azure_kv'],
  ['hc_vault_transit_uri', 'hc_vault'],
]);

/**
 * Reads the maps of a .sops.yaml. Aliases can name one map many times, and maps within it again, so
 * what was read of a map is kept.
 */
export class RuleMaps {
  readonly #source: Source;
  readonly #entries = new Map<Branch, Entries>();
  readonly #groups = new Map<Branch, RuleKeys>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** The entries of a map, with what a merge key brings in: a map's own come first. */
  entries(branch: Branch, depth = 0): Entries {
    const known = this.#entries.get(branch);
    if (known !== undefined) return known;
    this.#checkDepth(branch, depth);
    const found = new Map(entriesOf(branch).map((entry) => [entry.key ?? '', entry]));
    const merged = found.get('<<')?.node;
    found.delete('<<');
    for (const node of merged?.kind === 'list' ? nodesOf(merged) : [merged]) {
      if (node?.kind !== 'map') continue;
      for (const [key, entry] of this.entries(node, depth + 1)) {
        if (!found.has(key)) found.set(key, entry);
      }
    }
    this.#entries.set(branch, found);
    return found;
  }

  /** config/config.go, extractMasterKeys: a group takes in those under merge first. */
  group({ node, start }: Entry, depth = 0): RuleKeys {
    if (node.kind !== 'map') {
      return fail('sops-rules', placeOf(this.#source, start), 'a key group is a map');
    }
    const known = this.#groups.get(node);
    if (known !== undefined) return known;
    this.#checkDepth(node, depth);
    const merge = this.entries(node).get('merge')?.node;
    const merged = merge?.kind === 'list' ? entriesOf(merge) : [];
    const all = [...merged.map((entry) => this.group(entry, depth + 1)), this.keys(node)];
    const keys = {
      recipients: [...new Set(all.flatMap(({ recipients }) => recipients))],
      others: [...new Set(all.flatMap(({ others }) => others))],
    };
    this.#groups.set(node, keys);
    return keys;
  }

  /** The keys that stand in a rule or in a group itself. */
  keys(branch: Branch): RuleKeys {
    const entries = this.entries(branch);
    const age = entries.get('age');
    const others = [...otherKinds].flatMap(([name, kind]) => {
      const node = entries.get(name)?.node;
      if (node === undefined) return [];
      const isGiven = node.kind === 'scalar' ? textOf(node) !== '' : node.items.length > 0;
      return isGiven ? [kind] : [];
    });
    return {
      recipients: age === undefined ? [] : recipientsOf(this.#source, age),
      others: [...new Set(others)],
    };
  }

  #checkDepth({ span }: Branch, depth: number): void {
    if (depth <= maxDepth) return;
    const message = `aliases within one another, deeper than ${maxDepth} levels`;
    fail('sops-limit', placeOf(this.#source, span.start), message);
  }
}

function nodesOf(list: Branch): Entry['node'][] {
  return entriesOf(list).map(({ node }) => node);
}

/** config/config.go, parseKeyField: a list, or text with commas. */
function recipientsOf(source: Source, { node, start }: Entry): string[] {
  const scalars = node.kind === 'scalar' ? [node] : nodesOf(node);
  const names = scalars.flatMap((scalar) => {
    if (scalar.kind !== 'scalar') {
      return fail('sops-rules', placeOf(source, start), 'a recipient under age is no text');
    }
    const parts = textOf(scalar).split(',');
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  });
  return [...new Set(names)];
}
