/** What a question about many things got, and why some of them could not be asked about. */
export interface Answers<Item, Answer> {
  readonly answers: readonly Answer[];
  readonly refused: readonly { readonly item: Item; readonly why: string }[];
}

/** The most single things that are asked about in vain: after them, the rest will be no better. */
const patience = 20;

/**
 * Asks about many things at once, and where that is refused, about each half, until what is refused
 * stands alone: one kind or object that may not be read costs a few questions, not all answers.
 */
export async function inParts<Item, Answer>(
  items: readonly Item[],
  size: number,
  ask: (
    part: readonly Item[],
  ) => Promise<{ readonly answers: readonly Answer[] } | { readonly problem: string }>,
): Promise<Answers<Item, Answer>> {
  const answers: Answer[] = [];
  const refused: { readonly item: Item; readonly why: string }[] = [];
  const visit = async (part: readonly Item[]): Promise<void> => {
    const [first] = part;
    if (first === undefined) return;
    const why = refused.length >= patience ? refused.at(-1)?.why : undefined;
    if (why !== undefined) {
      refused.push(...part.map((item) => ({ item, why })));
      return;
    }
    const found = await ask(part);
    if ('answers' in found) answers.push(...found.answers);
    else if (part.length === 1) refused.push({ item: first, why: found.problem });
    else {
      const half = Math.ceil(part.length / 2);
      await visit(part.slice(0, half));
      await visit(part.slice(half));
    }
  };
  for (let start = 0; start < items.length; start += size) {
    await visit(items.slice(start, start + size));
  }
  return { answers, refused };
}
