import type { JsonValue } from '../../kubernetes/index.ts';
import { builtinRules } from './builtin/index.ts';
import type { DefinitionRules } from './builtin/rules.ts';
import { type JsonSchema, limitsOf, listType } from './compile.ts';
import { newNode, type Node, type NodeType } from './node.ts';

interface Header {
  readonly versions: readonly string[];
  /** `apps/v1/Deployment` → definition, the same in all versions or one for each. */
  readonly kinds: Readonly<Record<string, string | readonly string[]>>;
  /** Definition → line, the same in all versions or one for each; 0 where there is none. */
  readonly definitions: Readonly<Record<string, number | readonly number[]>>;
}

/** Definitions whose OpenAPI says less than what they are. */
const special: Readonly<Record<string, NodeType>> = {
  'apimachinery.pkg.util.intstr.IntOrString': 'int-or-string',
  'apimachinery.pkg.api.resource.Quantity': 'quantity',
};

const noRules: DefinitionRules = {};

/** The kinds of one minor version of Kubernetes; definitions are read when they are needed. */
export class KubernetesSchemas {
  readonly #header: Header;
  readonly #lines: readonly string[];
  readonly #version: number;
  readonly #nodes = new Map<string, Node>();

  /** @param text `schemas/kubernetes.br`, decompressed. */
  constructor(text: string, minor: string) {
    this.#lines = text.split('\n');
    this.#header = JSON.parse(this.#lines[0] ?? '') as Header;
    this.#version = this.#header.versions.indexOf(minor);
    if (this.#version < 0) throw new Error(`There are no schemas of Kubernetes ${minor}.`);
  }

  /** The node of `apps/v1/Deployment`. */
  kind(apiVersion: string, kind: string): Node | undefined {
    const names = this.#header.kinds[`${apiVersion}/${kind}`];
    const name = typeof names === 'string' ? names : names?.[this.#version];
    return name === undefined || name === '' ? undefined : this.definition(name);
  }

  versionsOf(group: string, kind: string): string[] {
    return Object.entries(this.#header.kinds).flatMap(([key, names]) => {
      const [of = '', version = '', name] = key.split('/');
      const own = typeof names === 'string' ? names : names[this.#version];
      return of === group && name === kind && own !== '' ? [version] : [];
    });
  }

  /** The metadata of every object, of custom ones too. */
  get metadata(): Node {
    return this.definition('apimachinery.pkg.apis.meta.v1.ObjectMeta');
  }

  definition(name: string): Node {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const lines = this.#header.definitions[name];
    const line = typeof lines === 'number' ? lines : lines?.[this.#version];
    const json = JSON.parse(this.#lines[line ?? 0] ?? '') as JsonSchema;
    const node = newNode(special[name] ?? 'any');
    // Before it is filled: definitions may hold themselves.
    this.#nodes.set(name, node);
    if (special[name] === 'int-or-string') node.limits = { format: 'int32' };
    if (special[name] === undefined) this.#fill(node, json, builtinRules[name] ?? noRules);
    return node;
  }

  #fill(node: Node, json: JsonSchema, rules: DefinitionRules): void {
    const { properties, items, additionalProperties: values } = json;
    node.type = (json['type'] as NodeType | undefined) ?? 'any';
    node.default = json['default'] as JsonValue | undefined;
    node.limits = limitsOf(json, []);
    const required = [...((json['required'] ?? []) as string[]), ...(rules.required ?? [])];
    node.required = required.filter((name) => rules.optional?.includes(name) !== true);
    node.check = rules.check;
    listType(node, json);
    if (typeof items === 'object') node.items = this.#inner(items as JsonSchema);
    if (typeof values === 'object') node.values = this.#inner(values as JsonSchema);
    if (typeof properties === 'object') {
      node.properties = new Map(
        Object.entries(properties as Readonly<Record<string, JsonSchema>>).map(([name, each]) => {
          const inner = this.#inner(each);
          const field = rules.fields?.[name];
          return [name, field === undefined ? inner : { ...inner, field }];
        }),
      );
    } else if (node.values === undefined) {
      node.open = true;
    }
  }

  #inner(json: JsonSchema): Node {
    const reference = json['$ref'];
    if (typeof reference !== 'string') {
      const node = newNode('any');
      this.#fill(node, json, noRules);
      return node;
    }
    const node = this.definition(reference);
    const standard = json['default'];
    return standard === undefined ? node : { ...node, default: standard as JsonValue };
  }
}
