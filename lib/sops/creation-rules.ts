import { type Diagnostic, errorAt, type Location } from '../core/index.ts';
import { goRegExp } from './regexp/index.ts';
import { entriesOf, textOf } from './metadata.ts';
import { fail, type Result, resultOf } from './result.ts';
import { type RuleKeys, RuleMaps } from './rule-keys.ts';
import { defaultRule, type Rule, ruleNames } from './rules.ts';
import { placeOf, type Source } from './source.ts';
import type { Branch, Entry } from './tree.ts';
import { readYamlMap } from './yaml/read.ts';

/** What a .sops.yaml says about a file (config/config.go: creationRule). */
export interface CreationRule {
  /** The expression over the file's path; undefined matches every file. */
  readonly pathRegex: string | undefined;
  /** Public keys of age, each once. */
  readonly recipients: readonly string[];
  /** Kinds of keys beside age, which only sops can encrypt for. */
  readonly others: readonly string[];
  readonly rule: Rule;
  readonly macOnlyEncrypted: boolean;
  /** Why only sops can follow it, which matters for the files that it matches. */
  readonly problem: Diagnostic | undefined;
  /** Line of the rule in the .sops.yaml. */
  readonly location: Location;
}

interface CompiledRule extends CreationRule {
  readonly matches: (path: string) => boolean;
}

/** The rules of a .sops.yaml, in their order. */
export class CreationRules {
  readonly rules: readonly CreationRule[];
  readonly #compiled: readonly CompiledRule[];

  constructor(rules: readonly CompiledRule[]) {
    this.rules = rules;
    this.#compiled = rules;
  }

  /**
   * The first rule that matches a file.
   *
   * @param path relative to the folder of the .sops.yaml, with `/` between the parts
   */
  ruleFor(path: string): CreationRule | undefined {
    return this.#compiled.find((rule) => rule.matches(path));
  }
}

/**
 * Reads a .sops.yaml. Anchors, aliases and merge keys mean what they mean to sops. Rules that only
 * sops can follow say so, since a file would be encrypted for other people than they name.
 *
 * @returns the rules, none where there is no list; or a diagnostic for the first that is unusable
 */
export function readCreationRules(source: Source): Promise<Result<CreationRules>> {
  return resultOf(() => {
    const root = readYamlMap(source);
    const maps = new RuleMaps(source);
    const list = root && maps.entries(root).get('creation_rules');
    if (list === undefined) return new CreationRules([]);
    if (list.node.kind !== 'list') {
      return fail('sops-rules', placeOf(source, list.start), 'creation_rules is no list');
    }
    return new CreationRules(
      entriesOf(list.node).map((entry) => new RuleReader(source, maps, entry).read()),
    );
  });
}

class RuleReader {
  readonly #maps: RuleMaps;
  readonly #at: Location;
  readonly #branch: Branch;
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(source: Source, maps: RuleMaps, { node, start }: Entry) {
    this.#at = placeOf(source, start);
    if (node.kind !== 'map') fail('sops-rules', this.#at, 'a creation rule is a map');
    this.#maps = maps;
    this.#branch = node;
    this.#entries = maps.entries(node);
  }

  read(): CompiledRule {
    const pathRegex = this.#text('path_regex');
    const rules = ruleNames.flatMap((name): Rule[] => {
      const pattern = this.#text(name);
      return pattern === undefined ? [] : [{ name, pattern }];
    });
    if (rules.length > 1) {
      const names = rules.map(({ name }) => name).join(' and ');
      this.#fail(`a creation rule has both ${names}`);
    }
    const { problem, recipients, others } = this.#keys();
    return {
      pathRegex,
      recipients,
      others,
      problem,
      rule: rules[0] ?? defaultRule,
      macOnlyEncrypted: this.#bool('mac_only_encrypted'),
      location: this.#at,
      matches: this.#matcher(pathRegex),
    };
  }

  #fail(message: string): never {
    return fail('sops-rules', this.#at, message);
  }

  #matcher(pathRegex: string | undefined): (path: string) => boolean {
    if (pathRegex === undefined) return () => true;
    const compiled = goRegExp(pathRegex);
    if ('regexp' in compiled) return (path) => compiled.regexp.test(path);
    return this.#fail(`path_regex cannot be used here: ${compiled.problem}`);
  }

  #text(name: string): string | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.node.kind !== 'scalar') return this.#fail(`${name} is no single value`);
    const text = textOf(entry.node);
    return text === '' ? undefined : text;
  }

  /** go.yaml.in/yaml v3, decode.go: into a bool it also reads the words of YAML 1.1, quoted or not. */
  #bool(name: string): boolean {
    const node = this.#entries.get(name)?.node;
    if (node === undefined || (node.kind === 'scalar' && node.plain === undefined)) return false;
    if (node.kind === 'scalar') {
      const text = textOf(node);
      if (node.plain?.type === 'bool') return text === 'True';
      if (/^(?:[yY]|yes|Yes|YES|on|On|ON)$/.test(text)) return true;
      if (/^(?:[nN]|no|No|NO|off|Off|OFF)$/.test(text)) return false;
    }
    return this.#fail(`${name} is neither true nor false`);
  }

  #keys(): RuleKeys & Pick<CreationRule, 'problem'> {
    const groups = this.#entries.get('key_groups')?.node;
    const [group, ...more] = groups?.kind === 'list' ? entriesOf(groups) : [];
    if (group === undefined) return { ...this.#maps.keys(this.#branch), problem: undefined };
    if (more.length === 0) return { ...this.#maps.group(group), problem: undefined };
    const message =
      'the rule has more than one key group, and only sops can share a data key among them';
    const hint = 'List the recipients under age: any one of them can then read the file.';
    const problem = errorAt('sops-rules', this.#at, message, { hint });
    return { recipients: [], others: [], problem };
  }
}
