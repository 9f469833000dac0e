import {
  type Document,
  isAlias,
  isCollection,
  isNode,
  isPair,
  type Node,
  parseAllDocuments,
} from 'yaml';

/** The most nodes that the aliases of a document may stand for: more is a bomb. */
const maxNodes = 10_000;

/** What keeps aliases from being expanded, and where. */
export interface AliasProblem {
  readonly problem: string;
  /** Offset in the text. */
  readonly offset: number;
  /** Whether they stand for too much. */
  readonly isBomb: boolean;
}

// An alias where one can begin; text can look like it.
const perhapsAlias = /(?:^|[\s[{,:-])\*[^\s"'*,\]}]/m;

/**
 * Finds aliases that stand for too much, before a program expands them. What else is wrong with a
 * text is that program's to say.
 */
export function findAliasBomb(text: string): AliasProblem | undefined {
  if (!perhapsAlias.test(text) || !text.includes('&')) return undefined;
  const options = {
    schema: 'failsafe',
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
  } as const;
  for (const document of parseAllDocuments(text, options)) {
    const problem = expandAliases(document);
    if (problem?.isBomb === true) return problem;
  }
  return undefined;
}

/** Puts what they stand for in place of aliases, so that each part of a document stands alone. */
export function expandAliases(document: Document): AliasProblem | undefined {
  const expansion = new Expansion();
  expansion.visit(document.contents);
  return expansion.problem;
}

interface Anchored {
  readonly node: Node;
  readonly size: number;
}

class Expansion {
  problem: AliasProblem | undefined;
  readonly #anchors = new Map<string, Anchored>();
  #left = maxNodes;

  /** Gives what shall stand in place of a node, and how many nodes that is. */
  visit<Value>(value: Value): readonly [Value, number] {
    if (this.problem !== undefined || !(isNode(value) || isPair(value))) return [value, 0];
    if (isPair(value)) {
      const [key, keySize] = this.visit(value.key);
      const [content, size] = this.visit(value.value);
      value.key = key;
      value.value = content;
      return [value, keySize + size];
    }
    if (isAlias(value)) {
      const offset = value.range?.[0] ?? 0;
      const anchored = this.#anchors.get(value.source);
      const found = this.#take(value.source, anchored, offset);
      return [(found ?? value) as Value, anchored?.size ?? 0];
    }
    let size = 1;
    if (isCollection(value)) {
      for (const [index, item] of value.items.entries()) {
        const [expanded, itemSize] = this.visit(item);
        value.items[index] = expanded;
        size += itemSize;
      }
    }
    // Only now: what holds itself has no end.
    const { anchor } = value as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, { node: value, size });
    delete (value as { anchor?: string }).anchor;
    return [value, size];
  }

  #take(name: string, anchored: Anchored | undefined, offset: number): Node | undefined {
    this.#left -= anchored?.size ?? 0;
    if (anchored === undefined) {
      const problem = `nothing before the alias *${name} has its name`;
      this.problem = { problem, offset, isBomb: false };
    } else if (this.#left < 0) {
      const problem = `aliases stand for more than ${maxNodes} values`;
      this.problem = { problem, offset, isBomb: true };
    } else {
      return anchored.node.clone() as Node;
    }
    return undefined;
  }
}
