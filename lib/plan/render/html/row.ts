import type { Action, Change } from '../../plan.ts';
import { formatOwner, type Owner } from '../../plan.ts';
import { levelOf, noteOf, ownersText, reasonOf, verbs } from '../words.ts';
import { diffOf } from './diff.ts';
import { escape } from './escape.ts';

/** A sign beside each verb, for whoever does not see its colour. */
export const signs: Readonly<Record<Action, string>> = {
  created: '+',
  updated: '~',
  're-created': '±',
  moved: '→',
  adopted: '⊕',
  orphaned: '○',
  deleted: '−',
  blocked: '×',
  deferred: '…',
  skipped: '·',
  resealed: '≈',
};

/** A change, and where it stands in the order of events of its cluster. */
export interface Event {
  readonly change: Change;
  /** The id of its row in the page. */
  readonly id: string;
  /** Its place in the order, such as `3 of 12`. */
  readonly place: string;
  readonly cluster: string;
}

/**
 * One change: a line, and folded below it what is behind it. With scripts a browser takes what is in
 * `noscript` for text, so that a page of thousands of diffs builds only those that are opened; without
 * them it is there.
 */
export function rowOf(event: Event, isInCluster: boolean): string {
  const { change, id, cluster } = event;
  const level = levelOf(change);
  const verb = `<span class="verb">${signs[change.action]} ${verbs[change.action]}</span>`;
  const where = isInCluster ? '' : `<span class="where">${escape(cluster)}</span>`;
  const note = noteOf(change);
  const cells = [
    `<span class="level">${level === undefined ? '' : levelText(level)}</span>`,
    verb,
    objectOf(change),
    `<span class="owner">${where}${escape(ownersText(change))}</span>`,
    `<span class="note">${escape(note)}</span>`,
  ];
  const data = `data-action="${change.action}" data-level="${level ?? ''}" data-cluster="${escape(cluster)}"`;
  return `<details class="change" id="${id}" ${data}><summary>${cells.join('')}</summary><noscript>${bodyOf(event)}</noscript></details>\n`;
}

export function levelText(level: 'danger' | 'caution'): string {
  return level === 'danger' ? '▲ danger' : '△ caution';
}

function objectOf({ object }: Change): string {
  const { kind, namespace, name, target } = object;
  const space = namespace === '' ? '' : `<i>${escape(namespace)}/</i>`;
  const remote = target === '' ? '' : ` <i>(${escape(target)})</i>`;
  return `<span class="object"><i>${escape(kind)}</i> ${space}<b>${escape(name)}</b>${remote}</span>`;
}

function bodyOf({ change, place, cluster }: Event): string {
  const risks = change.risks.map(
    ({ level, code, message, remedy }) =>
      `<p class="risk ${level}"><b>${levelText(level)}</b> ${escape(message)} <code>${escape(code)}</code><br>${escape(remedy)}</p>`,
  );
  const facts = factsOf(change, place, cluster).map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escape(value)}</dd></div>`,
  );
  return `<div class="body">${risks.join('')}<dl>${facts.join('')}</dl>${diffOf(change)}</div>`;
}

function factsOf(
  change: Change,
  place: string,
  cluster: string,
): readonly (readonly [string, string])[] {
  const { cause, certain, intended, owner, blocks, file, construct, source } = change;
  const [before, after] = [ownersOf(owner.before), ownersOf(owner.after)];
  const isMoved = before !== '' && after !== '' && before !== after;
  return [
    ['cluster', cluster],
    ['event', place],
    ...(cause ? [['why', reasonOf(cause)] as const] : []),
    ...(certain ? [] : [['certain', 'no: it depends on what Flux reconciles first'] as const]),
    ...(intended === undefined ? [] : [['else', verbs[intended]] as const]),
    ['owner', isMoved ? `${before} → ${after}` : before || after],
    ...(blocks ? [['holds up', blocks.join(', ')] as const] : []),
    ...(file === undefined ? [] : [['file', file] as const]),
    ...(construct === undefined ? [] : [['construct', construct] as const]),
    ...(source === undefined ? [] : [['source', source] as const]),
  ];
}

function ownersOf(owners: readonly Owner[]): string {
  return owners.map(formatOwner).join(' + ');
}
