import type { Change, ClusterPlan, Plan } from '../../plan.ts';
import { actionsText, appOf, levelOf } from '../words.ts';
import { escape } from './escape.ts';
import type { Event } from './row.ts';

/** All changes of a plan, numbered by cluster in the order in which Flux makes them. */
export function eventsOf({ clusters }: Plan): readonly (readonly Event[])[] {
  return clusters.map(({ name, changes }, cluster) =>
    changes.map((change, index) => ({
      change,
      id: `c${cluster + 1}-${index + 1}`,
      place: `${index + 1} of ${changes.length}`,
      cluster: name,
    })),
  );
}

/** The order of events: what each owner does, one after the other. */
export function orderOf(
  clusters: readonly ClusterPlan[],
  events: readonly (readonly Event[])[],
): string {
  const lists = clusters.map(({ name }, index) => {
    const steps = runsOf(events[index] ?? []).map(stepOf);
    if (steps.length === 0) return '';
    return `<h3>${escape(name)}</h3><ol>${steps.join('')}</ol>`;
  });
  const text = lists.join('');
  if (text === '') return '';
  const how =
    'What each owner does, where all goes well. One that another waits for comes before it.';
  return `<nav id="order" aria-labelledby="order-title"><h2 id="order-title">Order of events</h2><p>${how}</p>${text}</nav>`;
}

function runsOf(events: readonly Event[]): readonly (readonly Event[])[] {
  const runs: Event[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0] && appOf(run[0].change) === appOf(event.change)) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

function stepOf(run: readonly Event[]): string {
  const [first] = run;
  if (!first) return '';
  const changes = run.map(({ change }) => change);
  const dangers = changes.filter((change) => levelOf(change) === 'danger').length;
  const mark = dangers > 0 ? ` <em class="danger">▲ ${dangers}</em>` : '';
  return `<li><a href="#${first.id}">${escape(nameOf(first.change))}</a>${mark}<span>${actionsText(changes)}</span></li>`;
}

function nameOf(change: Change): string {
  return appOf(change) || change.object.name;
}
