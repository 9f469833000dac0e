import { plural, printable } from '../../core/index.ts';
import type { Change, ClusterPlan, FieldChange, MovedImage, Plan } from '../plan.ts';
import {
  actionsText,
  appOf,
  changesText,
  diagnosticsOf,
  diagnosticText,
  errorsText,
  levelOf,
  levelsText,
  noteOf,
  objectText,
  ownersText,
  remediesOf,
  summaryOf,
  tagsText,
  valueText,
  verbs,
} from './words.ts';

/** GitHub refuses comments of 65,536 characters; some room is left for what others add. */
const limit = 64_000;
/** Dangers, and errors, that are named before anything is folded. */
const most = 30;

/**
 * Text that stays text: characters with a meaning in Markdown or HTML become entities, so do those
 * by which GitHub finds addresses, and an empty comment keeps an `@` from calling people.
 */
function escape(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]#!|~<>&$]|:(?=\S)|(?<=www)\./gi, (char) => `&#${char.charCodeAt(0)};`)
    .replaceAll('@', '@<!-- -->');
}

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}

const marks = { danger: '🔴 ', caution: '🟡 ', error: '❌ ', warning: '⚠️ ' } as const;

function line(change: Change): string {
  const level = levelOf(change);
  const note = noteOf(change);
  const mark = level === undefined ? '' : marks[level];
  const what = `${mark}${verbs[change.action]} ${code(objectText(change))}`;
  const from = change.owner.before.length > 0 && change.action === 'moved';
  const owners = from ? ` ${code(ownersText(change))}` : '';
  const source = change.source === undefined ? '' : ` · ${code(change.source)}`;
  return `- ${what}${owners}${note === '' ? '' : ` – ${escape(note)}`}${source}`;
}

/** Every line begins with a sign, so that nothing in it can close the fence. */
function fieldLines({ path, change, before, after, secret }: FieldChange): readonly string[] {
  const at = printable(path);
  if (secret !== undefined) {
    return [`! ${at}: ${secret === 'value' ? 'another secret value' : 'encrypted anew'}`];
  }
  if (change === 'reordered') return [`! ${at}: another order`];
  return [
    ...(before === undefined ? [] : [`- ${at}: ${printable(valueText(before))}`]),
    ...(after === undefined ? [] : [`+ ${at}: ${printable(valueText(after))}`]),
  ];
}

function fence(change: Change): readonly string[] {
  const lines = change.fields.flatMap(fieldLines);
  return lines.length === 0 ? [] : ['  ```diff', ...lines.map((each) => `  ${each}`), '  ```'];
}

function fold(summary: string, content: readonly string[]): readonly string[] {
  return [`<details><summary>${summary}</summary>`, '', ...content, '', '</details>', ''];
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, each) => sum + each.length + 1, 0);
}

/**
 * A plan for the comment of a pull request: what is not known, dangers, then all folded by cluster and app. What
 * does not fit is left out app by app, never in the middle of one.
 *
 * @param report where the full report is, for people
 * @returns text without a final newline
 */
export function renderMarkdown(plan: Plan, report = 'the output of sluice plan'): string {
  const head = headOf(plan);
  let room = limit - sizeOf(head) - 200;
  let left = 0;
  const body: string[] = [];
  for (const cluster of plan.clusters) {
    const title = clusterTitle(cluster);
    const apps: string[] = [];
    room -= sizeOf(fold(title, []));
    for (const [app, changes] of byApp(cluster.changes)) {
      // Its fields if there is room for them, else its lines, else neither.
      const full = appBlock(app, changes, true);
      const block = sizeOf(full) <= room ? full : appBlock(app, changes, false);
      if (sizeOf(block) > room) {
        left += changes.length;
        continue;
      }
      room -= sizeOf(block);
      apps.push(...block);
    }
    const images = imagesBlock(cluster.images);
    if (sizeOf(images) <= room) {
      room -= sizeOf(images);
      apps.push(...images);
    }
    if (apps.length > 0) body.push(...fold(title, apps));
    else if (cluster.changes.length === 0 && room > 0) {
      body.push(`${title} · ${changesText([cluster])}`, '');
    }
  }
  const rest = left > 0 ? [`**${left} more changes** are in ${escape(report)}.`] : [];
  return [...head, ...body, ...rest].join('\n').trimEnd();
}

function headOf(plan: Plan): readonly string[] {
  const changes = plan.clusters.flatMap((cluster) =>
    cluster.changes.map((change) => ({ cluster: cluster.name, change })),
  );
  const dangers = changes.filter(({ change }) => levelOf(change) === 'danger');
  const sets = plan.clusters
    .flatMap(({ name, risks }) =>
      risks.map(({ level, message }) => `- ${marks[level]}${escape(name)}: ${escape(message)}`),
    )
    .slice(0, most);
  const named = dangers
    .slice(0, most)
    .map(({ cluster, change }) => `${line(change)} (${escape(cluster)})`);
  const unknown = unknownIn(plan);
  const more = dangers.length > most ? [`- and ${dangers.length - most} more dangers`] : [];
  const remedies = [...remediesOf(plan)].map(
    ([name, remedy]) => `- ${code(name)} ${escape(remedy)}`,
  );
  return [
    `### ${escape(summaryOf(plan))}`,
    '',
    ...[...unknown, ...sets, ...named, ...more].map(shortened),
    '',
    ...(plan.stages.length > 0
      ? ['A safe order exists: <code>sluice plan --stage 1</code>', '']
      : []),
    ...(remedies.length > 0 ? fold('What to do', remedies) : []),
  ];
}

/** What could not be followed or is not known, in all clusters: errors first. */
function unknownIn({ clusters }: Plan): readonly string[] {
  const found = clusters.flatMap((cluster) =>
    diagnosticsOf(cluster).map((each) => ({ each, name: cluster.name })),
  );
  const isError = ({ each }: (typeof found)[number]): boolean => each.severity === 'error';
  const all = [...found.filter(isError), ...found.filter((each) => !isError(each))];
  const lines = all.slice(0, most).map(({ each, name }) => {
    return `- ${marks[each.severity]}${escape(`${diagnosticText(each)} (${name})`)}`;
  });
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, `- and ${rest} more of what is not known`] : lines;
}

/** A line that cannot take the room of all others. Cut between entities, not in them. */
function shortened(text: string): string {
  if (text.length <= 600) return text;
  const end = text.slice(0, 600).search(/&[^;]*$|<[^>]*$/);
  const cut = text.slice(0, end < 0 ? 600 : end);
  return `${cut}…${cut.lastIndexOf('<code>') > cut.lastIndexOf('</code>') ? '</code>' : ''}`;
}

function clusterTitle(cluster: ClusterPlan): string {
  const counts = [errorsText([cluster]), levelsText([cluster]), actionsText(cluster.changes)];
  return [`<b>${escape(cluster.name)}</b>`, ...counts.filter((each) => each !== '')].join(' · ');
}

function imagesBlock(images: readonly MovedImage[]): readonly string[] {
  if (images.length === 0) return [];
  const lines = images.map(
    (each) => `- keep ${code(each.image)} in ${code(each.app)} – ${escape(tagsText(each))}`,
  );
  return fold(`images · ${plural(images.length, 'other tag')} than declared`, lines);
}

function byApp(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const apps = new Map<string, Change[]>();
  for (const change of changes) {
    const known = apps.get(appOf(change));
    if (known) known.push(change);
    else apps.set(appOf(change), [change]);
  }
  return apps;
}

function appBlock(app: string, changes: readonly Change[], withFields: boolean): readonly string[] {
  const lines = changes.flatMap((change) => [
    shortened(line(change)),
    ...(withFields ? fence(change) : []),
  ]);
  return fold(`${escape(app)} · ${actionsText(changes)}`, lines);
}
