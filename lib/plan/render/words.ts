/** Words that all forms for people share. They still hold what names hold: each form escapes. */
import { type Diagnostic, plural } from '../../core/index.ts';
import { formatObject } from '../../kubernetes/index.ts';
import {
  type Action,
  actions,
  type Cause,
  type Change,
  type ClusterPlan,
  formatOwner,
  type Level,
  type MovedImage,
  type Owner,
  type Plan,
} from '../plan.ts';

/** What Flux does, as a verb. */
export const verbs: Readonly<Record<Action, string>> = {
  created: 'create',
  updated: 'update',
  're-created': 're-create',
  moved: 'move',
  adopted: 'adopt',
  orphaned: 'orphan',
  deleted: 'delete',
  blocked: 'block',
  deferred: 'defer',
  skipped: 'skip',
  resealed: 'reseal',
};

const reasons: Readonly<Record<Cause['kind'], (by: string, fields: string) => string>> = {
  'immutable-field': (_, fields) => `${fields} cannot change`,
  'refused-object': (by) => `${by} is refused, and all of its stage with it`,
  suspended: (by) => `${by} is suspended`,
  predecessor: (by) => `waits for ${by}`,
  failed: (by) => `${by} fails`,
  unknown: (by) => `what ${by} had applied is not known`,
  parent: (by) => `${by} does not act on its owner`,
  'left-owner': (by) => `nothing applies ${by} any more, which stays`,
  exempt: (by) => by,
  'removed-entry': () => 'no longer in what its owner applies',
  'changed-path': (by) => `${by} builds another path`,
  'removed-owner': (by) => `${by} is removed`,
  'renamed-owner': (by) => `${by} is removed, and another builds its path`,
  'late-spec': (by, fields) => `${by} may prune it: its new ${fields} may arrive late`,
  'changed-cluster': (by) => `${by} applies to another cluster now`,
  'lost-access': (by) => `its owner prunes only if it is before ${by} goes`,
  'late-protection': (by, fields) => `${by} may act before its new ${fields} arrives`,
  'missing-taker': (by) => `${by} does not take it over`,
  'other-manager': () => 'its owners are of two kinds, and do not hand objects over',
  'changed-target': (_, fields) => `its release is uninstalled: ${fields} changed`,
};

/** Why a change happens, where that is not plain from its fields. */
export function reasonOf({ kind, by = '', fields = [] }: Cause): string {
  return reasons[kind](by, fields.join(', '));
}

/** A value on one line. */
export function valueText(value: unknown): string {
  const printed = (_: string, each: unknown): unknown =>
    typeof each === 'bigint' ? each.toString() : each;
  const text = typeof value === 'string' ? value : JSON.stringify(value, printed);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function fieldsText({ fields }: Change): string {
  const [first] = fields;
  if (!first) return '';
  if (fields.length > 1) return `${fields.length} fields`;
  const { path, before, after, secret } = first;
  if (secret) return `${path} ${secret === 'value' ? 'has another value' : 'was encrypted anew'}`;
  const isShort = [before, after].every((each) => each !== undefined && typeof each !== 'object');
  return isShort ? `${path} ${valueText(before)} → ${valueText(after)}` : path;
}

/** What stands behind a change: its first risk, why it happens, or what changes. */
export function noteOf(change: Change): string {
  const [risk] = change.risks;
  if (risk) return risk.message;
  const { cause, certain } = change;
  if (cause?.kind === 'left-owner' && !certain) {
    return `${cause.by ?? ''} stays and goes on, though nothing applies it any more`;
  }
  return cause ? reasonOf(cause) : fieldsText(change);
}

/** The worst of the risks of a change. */
export function levelOf({ risks }: Pick<Change, 'risks'>): Level | undefined {
  return risks[0]?.level;
}

function shortName(owner: Owner): string {
  const name = formatOwner(owner);
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The app that a change belongs to: whoever has the object in the end. */
export function appOf({ owner }: Change): string {
  const [owned] = owner.after.length > 0 ? owner.after : owner.before;
  return owned ? shortName(owned) : '';
}

/** The owners of a change: one name, or from whom to whom. */
export function ownersText({ owner }: Change): string {
  const text = (owners: readonly Owner[]): string => owners.map(shortName).join(' + ');
  const [before, after] = [text(owner.before), text(owner.after)];
  return before === '' || after === '' || before === after
    ? before || after
    : `${before} → ${after}`;
}

export function objectText({ object }: Change): string {
  const text = formatObject(object);
  return object.target === '' ? text : `${text} (${object.target})`;
}

/** Which tags an image has. */
export function tagsText({ tag, declared }: MovedImage): string {
  return `${tag}, which Flux committed; the program declares ${declared}`;
}

/** How many risks of a level there are, in changes and of clusters. */
export function countLevel(clusters: readonly ClusterPlan[], level: Level): number {
  return clusters
    .flatMap(({ changes, risks }) => [...changes.map(levelOf), ...risks.map((each) => each.level)])
    .filter((each) => each === level).length;
}

export function levelsText(clusters: readonly ClusterPlan[]): string {
  const dangers = countLevel(clusters, 'danger');
  const cautions = countLevel(clusters, 'caution');
  return [
    ...(dangers > 0 ? [plural(dangers, 'danger')] : []),
    ...(cautions > 0 ? [plural(cautions, 'caution')] : []),
  ].join(', ');
}

export function actionsText(changes: readonly Change[]): string {
  return actions
    .map((action) => [action, changes.filter((each) => each.action === action).length] as const)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`)
    .join(', ');
}

/** What could not be followed, or is not known; errors first. */
export function diagnosticsOf({ diagnostics }: ClusterPlan): readonly Diagnostic[] {
  const of = (severity: Diagnostic['severity']): readonly Diagnostic[] =>
    diagnostics.filter((each) => each.severity === severity);
  return [...of('error'), ...folded(of('warning'))];
}

/** The most charts that are named one by one where they cannot be had. */
const mostOpaque = 3;

/** Where no chart can be had, as without a network, that is one thing to know and not one for each. */
function folded(warnings: readonly Diagnostic[]): readonly Diagnostic[] {
  const opaque = warnings.filter(({ code }) => code === 'opaque-chart');
  const [first] = opaque;
  const releases = opaque.reduce((sum, { related = [] }) => sum + 1 + related.length, 0);
  if (first === undefined || releases <= mostOpaque) return warnings;
  const reason = first.message.replace(/^what it installs is not known here: /, '');
  const others = opaque.length > 1 ? `, and ${plural(opaque.length - 1, 'other reason')}` : '';
  const message = `what ${plural(releases, 'HelmRelease')} install is not known here: ${reason}${others}`;
  const all: Diagnostic = {
    ...{ code: 'opaque-chart', severity: 'warning', message, location: {} },
    ...(first.hint !== undefined && { hint: first.hint }),
  };
  return [...warnings.filter((each) => !opaque.includes(each)), all];
}

/** One on a line: where, and what is wrong. */
export function diagnosticText({ location, message }: Diagnostic): string {
  const place = location.object ?? location.file;
  return place === undefined ? message : `${place}: ${message}`;
}

export function errorsText(clusters: readonly ClusterPlan[]): string {
  const count = clusters
    .flatMap((each) => each.diagnostics)
    .filter(({ severity }) => severity === 'error').length;
  return count > 0 ? plural(count, 'error') : '';
}

/** Where something fails, changes that are not found are no proof that there are none. */
export function changesText(clusters: readonly ClusterPlan[]): string {
  const isKnown = errorsText(clusters) === '';
  const found = actionsText(clusters.flatMap(({ changes }) => changes));
  return found || (isKnown ? 'no changes' : 'changes are not known');
}

/** What the whole plan comes to, on one line. */
export function summaryOf({ clusters }: Plan): string {
  const sum = (count: (cluster: ClusterPlan) => number): number =>
    clusters.reduce((total, each) => total + count(each), 0);
  const sizes = [
    plural(clusters.length, 'cluster'),
    plural(
      sum(({ kustomizations }) => kustomizations),
      'Kustomization',
    ),
    plural(
      sum(({ objects }) => objects),
      'object',
    ),
  ];
  return [errorsText(clusters), levelsText(clusters), changesText(clusters), sizes.join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What to do about each risk, once. */
export function remediesOf({ clusters }: Plan): ReadonlyMap<string, string> {
  const risks = clusters.flatMap((each) => [
    ...each.risks,
    ...each.changes.flatMap((change) => change.risks),
  ]);
  return new Map(risks.map(({ code, remedy }) => [code, remedy]));
}
