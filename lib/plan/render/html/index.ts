import { createHash } from 'node:crypto';
import { plural } from '../../../core/index.ts';
import { type ClusterPlan, type Level, type Plan, actions } from '../../plan.ts';
import {
  actionsText,
  appOf,
  changesText,
  countLevel,
  diagnosticsOf,
  diagnosticText,
  levelOf,
  summaryOf,
  tagsText,
  verbs,
} from '../words.ts';
import { escape } from './escape.ts';
import { eventsOf, orderOf } from './events.ts';
import { type Event, levelText, rowOf, signs } from './row.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/**
 * A plan as one page that asks for nothing else: dangers first, each change with its diff folded below
 * it, and the order of events. It works without scripts; with them it can be searched and walked through
 * by keys. Equal plans give equal bytes.
 *
 * @returns text without a final newline
 */
export function renderHtml(plan: Plan): string {
  const events = eventsOf(plan);
  const all = events.flat();
  const of = (level: Level): readonly Event[] =>
    all.filter(({ change }) => levelOf(change) === level);
  const isOne = plan.clusters.length === 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(`Plan: ${summaryOf(plan)}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the changes</a>
${headerOf(plan)}
<div id="page">
<main id="main">
${unknownOf(plan.clusters)}${listOf('Dangers', 'dangers', of('danger'), isOne)}${listOf('Cautions', 'cautions', of('caution'), isOne)}${stagesOf(plan)}${plan.clusters.map((cluster, index) => clusterOf(cluster, index, events[index] ?? [])).join('')}<p id="nothing" hidden>Nothing matches.</p>
</main>
${orderOf(plan.clusters, events)}
</div>
${help}
<script>${script}</script>
</body>
</html>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function headerOf(plan: Plan): string {
  const { clusters } = plan;
  const changes = clusters.flatMap((each) => each.changes);
  const levels = (['danger', 'caution'] as const).map((level) => {
    const count = countLevel(clusters, level);
    return chip('level', level, count, levelText(level), level);
  });
  const verbsDone = actions.map((action) => {
    const count = changes.filter((each) => each.action === action).length;
    return chip('action', action, count, `${signs[action]} ${verbs[action]}`, action);
  });
  const names = clusters.map(({ name, changes: { length } }) =>
    clusters.length < 2 ? '' : chip('cluster', name, length, escape(name), ''),
  );
  const chips = [...levels, ...verbsDone, ...names].join('');
  const order = changes.length > 0 ? '<a href="#order">Order of events</a>' : '';
  return `<header>
<div class="title"><h1>What Flux will do</h1><p>${escape(summaryOf(plan))}</p></div>
<div class="tools" role="search" aria-label="Changes" hidden><input id="search" type="search" placeholder="Search names, owners, diffs" aria-label="Search the changes" autocomplete="off" spellcheck="false"><output id="count"></output></div>
<div class="chips" role="group" aria-label="Show only">${chips}</div>
<div class="links">${order}<button id="theme" type="button" hidden>Dark</button><button id="keys" type="button" hidden>Keys <kbd>?</kbd></button></div>
</header>`;
}

/** A count that becomes a filter where there are scripts. */
function chip(kind: string, value: string, count: number, label: string, look: string): string {
  if (count === 0) return '';
  return `<button type="button" class="chip ${look}" data-kind="${kind}" data-value="${escape(value)}" aria-pressed="false" disabled>${label} <b>${count}</b></button>`;
}

/** What holds for a cluster as a whole. A chart that is not at hand is no reason to look at nothing else, so many such are folded. */
function unknownOf(clusters: readonly ClusterPlan[]): string {
  const line = (level: string, word: string, cluster: string, found: Told): string =>
    `<li class="${level}"><b>${word}</b> ${escape(found.message)} <code>${escape(found.code)}</code> <i>${escape(cluster)}</i>${found.hint === undefined ? '' : `<br>${escape(found.hint)}`}</li>`;
  const told = (severity: 'error' | 'warning', word: string): readonly string[] =>
    clusters.flatMap((cluster) =>
      diagnosticsOf(cluster)
        .filter((each) => each.severity === severity)
        .map((each) =>
          line(severity, word, cluster.name, { ...each, message: diagnosticText(each) }),
        ),
    );
  const sets = clusters.flatMap(({ name, risks }) =>
    risks.map((each) =>
      line(each.level, levelText(each.level), name, { ...each, hint: each.remedy }),
    ),
  );
  const first = [...told('error', '✕ error'), ...sets];
  const warnings = told('warning', '△ warning');
  if (first.length + warnings.length === 0) return '';
  const list = (lines: readonly string[]): string =>
    lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`;
  const rest =
    warnings.length > 3
      ? `<details><summary>${plural(warnings.length, 'warning')} of what is not known</summary>${list(warnings)}</details>`
      : list(warnings);
  return `<section id="whole" aria-labelledby="whole-title"><h2 id="whole-title">About the whole</h2>${list(first)}${rest}</section>\n`;
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function listOf(title: string, id: string, events: readonly Event[], isOne: boolean): string {
  if (events.length === 0) return '';
  const rows = events.map((event) => rowOf(event, isOne)).join('');
  return `<section class="group" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${rows}</section>\n`;
}

function stagesOf({ stages }: Plan): string {
  if (stages.length === 0) return '';
  const steps = stages.map(({ publish, wait, commands }) => {
    const lines = commands.map((command) => escape(command)).join('\n');
    const title = plural(commands.length, 'command');
    const code =
      lines === '' ? '' : `<details><summary>${title}</summary><pre>${lines}</pre></details>`;
    const until = commands.length > 0 ? ` Then wait until ${escape(wait)}:` : '';
    return `<li>Publish ${escape(publish)}.${until}${code}</li>`;
  });
  return `<section id="stages" aria-labelledby="stages-title"><h2 id="stages-title">A safe order</h2><p>In one step, Flux could delete what is to be moved. In these it cannot; <code>sluice plan --stage 1</code> writes the first.</p><ol>${steps.join('')}</ol></section>\n`;
}

/** What else happens in a cluster, by app. */
function clusterOf(cluster: ClusterPlan, index: number, events: readonly Event[]): string {
  const quiet = events.filter(({ change }) => levelOf(change) === undefined);
  const id = `cluster-${index + 1}`;
  const counts =
    cluster.changes.length === 0 ? changesText([cluster]) : actionsText(cluster.changes);
  const sizes = `${plural(cluster.kustomizations, 'Kustomization')}, ${plural(cluster.objects, 'object')}`;
  const images = cluster.images.map(
    (each) =>
      `<li><b>keep</b> image <code>${escape(each.image)}</code> in ${escape(each.app)}: ${escape(tagsText(each))}</li>`,
  );
  const kept = images.length === 0 ? '' : `<ul class="images">${images.join('')}</ul>`;
  const groups = [...byApp(quiet)].map(([app, own]) => {
    const title = app === '' ? '' : `<h3>${escape(app)}</h3>`;
    return `<div class="group app">${title}\n${own.map((event) => rowOf(event, true)).join('')}</div>\n`;
  });
  return `<section class="cluster" aria-labelledby="${id}"><h2 id="${id}">${escape(cluster.name)} <small>${counts} · ${sizes}</small></h2>${kept}\n${groups.join('')}</section>\n`;
}

function byApp(events: readonly Event[]): ReadonlyMap<string, readonly Event[]> {
  const apps = new Map<string, Event[]>();
  for (const event of events) {
    const app = appOf(event.change);
    const known = apps.get(app);
    if (known) known.push(event);
    else apps.set(app, [event]);
  }
  return apps;
}

const help = `<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous change</dd>
<dt><kbd>Enter</kbd></dt><dd>open and close it</dd>
<dt><kbd>/</kbd></dt><dd>search: every word must be found</dd>
<dt><kbd>Esc</kbd></dt><dd>show all again</dd>
<dt><kbd>t</kbd></dt><dd>light or dark</dd>
<dt><kbd>?</kbd></dt><dd>this list</dd>
</dl><form method="dialog"><button>Close</button></form></dialog>`;
