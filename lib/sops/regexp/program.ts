import { type Assertion, type CharTest, type Node, refuse } from './syntax.ts';

/** More is no rule about names, but an attempt on the matcher. */
const maxInstructions = 2000;

type Instruction =
  | { readonly kind: 'char'; readonly test: CharTest; readonly next: number }
  | { readonly kind: 'assertion'; readonly holds: Assertion; readonly next: number }
  | { readonly kind: 'either'; readonly next: readonly number[] };

/** The instruction that ends a match. */
const matched = 0;

/** Instructions for a machine that is in many states at once (Thompson, 1968). */
export class Program {
  readonly #instructions: readonly Instruction[];
  readonly #start: number;

  constructor(instructions: readonly Instruction[], start: number) {
    this.#instructions = instructions;
    this.#start = start;
  }

  /** Whether the expression matches anywhere in a text. */
  test(text: string): boolean {
    const chars = Array.from(text, (char) => char.codePointAt(0) ?? 0);
    let states = new Set<number>();
    for (let at = 0; at <= chars.length; at += 1) {
      // A match may begin at every character.
      this.#enter(this.#start, states, chars[at - 1], chars[at]);
      if (states.has(matched)) return true;
      const char = chars[at];
      if (char === undefined) break;
      const following = new Set<number>();
      for (const state of states) {
        const instruction = this.#instructions[state];
        if (instruction?.kind === 'char' && instruction.test(char)) {
          this.#enter(instruction.next, following, char, chars[at + 1]);
        }
      }
      states = following;
    }
    return states.has(matched);
  }

  #enter(
    start: number,
    states: Set<number>,
    before: number | undefined,
    after: number | undefined,
  ): void {
    const waiting = [start];
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      if (states.has(state)) continue;
      states.add(state);
      const instruction = this.#instructions[state];
      if (instruction?.kind === 'either') waiting.push(...instruction.next);
      if (instruction?.kind === 'assertion' && instruction.holds(before, after)) {
        waiting.push(instruction.next);
      }
    }
  }
}

/** Writes the program of an expression, from its end to its start. */
export function compile(node: Node): Program {
  const instructions: Instruction[] = [{ kind: 'either', next: [] }];
  const add = (instruction: Instruction): number => {
    if (instructions.length >= maxInstructions) refuse('it is too large');
    return instructions.push(instruction) - 1;
  };
  const write = (part: Node, next: number): number => {
    switch (part.kind) {
      case 'char':
        return add({ kind: 'char', test: remembered(part.test), next });
      case 'assertion':
        return add({ kind: 'assertion', holds: part.holds, next });
      case 'sequence':
        return part.parts.reduceRight((after, each) => write(each, after), next);
      case 'choice':
        return part.options.length === 1 && part.options[0] !== undefined
          ? write(part.options[0], next)
          : add({ kind: 'either', next: part.options.map((each) => write(each, next)) });
      case 'repeat':
        return repeat(part, next);
    }
  };
  const repeat = ({ node: inner, min, max }: Node & { kind: 'repeat' }, next: number): number => {
    let start = next;
    if (max === Infinity) {
      const choices = [next];
      start = add({ kind: 'either', next: choices });
      choices.push(write(inner, start));
    } else {
      for (let count = min; count < max; count += 1) {
        start = add({ kind: 'either', next: [next, write(inner, start)] });
      }
    }
    for (let count = 0; count < min; count += 1) start = write(inner, start);
    return start;
  };
  const start = write(node, matched);
  return new Program(instructions, start);
}

/** A test whose answers for ASCII are known after the first time. */
function remembered(test: CharTest): CharTest {
  const known: boolean[] = [];
  return (char) => (char < 128 ? (known[char] ??= test(char)) : test(char));
}
