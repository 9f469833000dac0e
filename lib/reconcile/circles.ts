/** Leads from an id to others. */
type Next = (id: string) => readonly string[];

/**
 * Finds a circle in each group of ids that all lead to each other (Tarjan's strongly connected
 * components, without recursion).
 *
 * @returns by id, for those in groups only: the circle of its group, the same one for all
 */
export function findCircles(
  ids: Iterable<string>,
  next: Next,
): ReadonlyMap<string, readonly string[]> {
  const circles = new Map<string, readonly string[]>();
  for (const group of groupsOf(ids, next)) {
    const [first = ''] = group;
    if (group.length === 1 && !next(first).includes(first)) continue;
    const members = new Set(group);
    const circle = circleFrom(first, (id) => next(id).filter((each) => members.has(each)));
    for (const id of group) circles.set(id, circle);
  }
  return circles;
}

interface Visit {
  readonly id: string;
  readonly next: Iterator<string>;
}

function* groupsOf(ids: Iterable<string>, next: Next): Iterable<readonly string[]> {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const start of ids) {
    if (order.has(start)) continue;
    const visits: Visit[] = [];
    const enter = (id: string): void => {
      lowest.set(id, order.size);
      order.set(id, order.size);
      open.push(id);
      isOpen.add(id);
      visits.push({ id, next: next(id)[Symbol.iterator]() });
    };
    const lower = (id: string, to: number): void => {
      lowest.set(id, Math.min(lowest.get(id) ?? to, to));
    };
    enter(start);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const step = visit.next.next();
      if (step.done !== true) {
        const known = order.get(step.value);
        if (known === undefined) enter(step.value);
        else if (isOpen.has(step.value)) lower(visit.id, known);
        continue;
      }
      visits.pop();
      const low = lowest.get(visit.id) ?? 0;
      const above = visits.at(-1);
      if (above !== undefined) lower(above.id, low);
      if (low !== order.get(visit.id)) continue;
      const group = open.splice(open.lastIndexOf(visit.id));
      for (const id of group) isOpen.delete(id);
      yield group;
    }
  }
}

/** The shortest way from an id back to it, which there is. */
function circleFrom(start: string, next: Next): readonly string[] {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (const id of waiting) {
    for (const each of next(id)) {
      if (each === start) return wayTo(id, start, cameFrom);
      if (cameFrom.has(each)) continue;
      cameFrom.set(each, id);
      waiting.push(each);
    }
  }
  return [start];
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way: string[] = [];
  for (let id: string | undefined = end; id !== undefined && id !== start; id = cameFrom.get(id)) {
    way.push(id);
  }
  return [start, ...way.reverse()];
}
