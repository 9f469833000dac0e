import type { Node } from './kustomization/node.ts';

/** Kustomizations that may be applied, in the order of their discovery. */
export class Runnable {
  readonly #nodes: Node[] = [];

  add(node: Node): void {
    const at = this.#firstFrom(node.order);
    if (this.#nodes[at] !== node) this.#nodes.splice(at, 0, node);
  }

  delete(node: Node): void {
    const at = this.#firstFrom(node.order);
    if (this.#nodes[at] === node) this.#nodes.splice(at, 1);
  }

  /** What is added on the way comes too, if it was discovered later than the one before it. */
  *[Symbol.iterator](): Iterator<Node> {
    for (let order = 0; ; ) {
      const node = this.#nodes[this.#firstFrom(order)];
      if (node === undefined) return;
      order = node.order + 1;
      yield node;
    }
  }

  /** The index of the first one of an order or a later one. */
  #firstFrom(order: number): number {
    let [low, high] = [0, this.#nodes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#nodes[middle]?.order ?? order) < order) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
