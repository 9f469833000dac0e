import { plural, printable } from '../../core/index.ts';
import { type Box, boxesOf } from '../boxes.ts';
import type { ClusterGraph, Graph, GraphApp } from '../graph.ts';
import { layOut, type Placed, type Point } from '../layout/index.ts';
import { style } from './style.ts';
import { detailsOf, partsOf, sourceLines, stateText } from './words.ts';

/** Pixels. Letters of a monospaced font are 0.6 of its size wide. */
const size = { app: 40, letter: 7.25, small: 6.1, inside: 10, gap: 8, margin: 24, title: 40 };
const longestName = 34;

/**
 * A fleet as a picture for light and dark: clusters as panels, sources at the left, apps to the right of
 * what they wait for. Apps with the same lines are in one box. Equal graphs give equal bytes.
 *
 * @returns text without a final newline
 */
export function renderSvg({ clusters }: Graph): string {
  let top = size.margin;
  let width = 560;
  const panels: string[] = [];
  for (const cluster of clusters) {
    const panel = panelOf(cluster);
    panels.push(`<g transform="translate(${size.margin} ${top})">${panel.text}</g>`);
    top += panel.height + size.margin;
    width = Math.max(width, panel.width + 2 * size.margin);
  }
  const height = top + 58;
  const names = clusters.map(({ name }) => name).join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escape(`What Flux applies in ${names}`)}</title>
<style>${style}</style>
<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.5 8 4 0 7.5z" class="head"/></marker></defs>
<rect class="back" width="${width}" height="${height}"/>
${panels.join('\n')}
${legendAt(top)}
</svg>`;
}

/** XML has no place for some characters, not even as entities. */
function escape(text: string): string {
  return printable(text)
    .replace(/[\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function panelOf(cluster: ClusterGraph): { text: string; width: number; height: number } {
  const drawn = boxesOf(cluster);
  const column = columnWidth(cluster);
  const sized = drawn.boxes.map((box) => sizeOf(box, column));
  // A circle has no first; the line that closes it is drawn, and moves nothing.
  const arrows = drawn.lines.map(({ from, to, kind }) =>
    kind === 'circle' ? { from: to, to: from } : { from, to },
  );
  const { things, paths, ...inner } = layOut(
    sized,
    arrows,
    (index) => columnsOf(drawn.boxes[index]) > 1,
  );
  const lines = drawn.lines.map(({ kind, isProven }, index) => {
    const points = paths[index] ?? [];
    const look = kind === 'dependsOn' && !isProven ? 'dependsOn applied' : kind;
    return `<path class="line ${look}" d="${curve(kind === 'circle' ? points.toReversed() : points)}"/>`;
  });
  const boxes = drawn.boxes.map((box, index) => boxAt(box, things[index], column));
  const width = Math.max(inner.width, 440) + 2 * size.margin;
  const height = inner.height + size.title + size.margin;
  const text = `<rect class="panel" width="${width}" height="${height}" rx="10"/><text class="title" x="${size.margin}" y="26">${escape(cluster.name)}<tspan class="dim" dx="10">${escape(countsOf(cluster))}</tspan></text>
<g transform="translate(${size.margin} ${size.title})">
${[...lines, ...boxes].join('\n')}
</g>`;
  return { text, width, height };
}

function countsOf({ apps }: ClusterGraph): string {
  const kinds = [
    ['suspended', 'suspended'],
    ['failed', 'failing'],
    ['waiting', 'waiting forever'],
    ['missing', 'missing'],
  ] as const;
  const marked = kinds.flatMap(([status, word]) => {
    const count = apps.filter((each) => each.status === status).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return [plural(apps.length, 'Kustomization'), ...marked].join(' · ');
}

/** One width for a cluster, so that its columns are straight. */
function columnWidth({ apps }: ClusterGraph): number {
  const letters = apps.reduce(
    (most, { id }) => Math.max(most, lettersOf(shortened(partsOf(id).name))),
    0,
  );
  const small = apps.reduce((most, app) => Math.max(most, lettersOf(secondLine(app))), 0);
  return Math.ceil(Math.max(letters * size.letter, small * size.small)) + 34;
}

/** Wide characters take the room of two. */
function lettersOf(text: string): number {
  const shown = printable(text);
  return shown.length + (shown.match(/[\u1100-\u{10ffff}]/gu)?.length ?? 0);
}

function shortened(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text;
}

function secondLine(app: GraphApp): string {
  const { namespace } = partsOf(app.id);
  return [...(namespace === '' ? [] : [shortened(namespace)]), stateText(app)].join(' · ');
}

/** As wide as it is high, more or less; a few stand below each other. */
function columnsOf(box: Box | undefined): number {
  const count = box?.apps.length ?? 0;
  return count <= 6 ? 1 : Math.ceil(Math.sqrt(count / 3));
}

function sizeOf(box: Box, column: number): { width: number; height: number; layer?: number } {
  if (box.source) {
    const letters = sourceLines(box.source).map((line) => lettersOf(shortened(line)));
    return { width: Math.ceil(Math.max(...letters) * size.letter) + 30, height: size.app };
  }
  const columns = columnsOf(box);
  const rows = Math.ceil(box.apps.length / columns);
  const around = box.apps.length > 1 ? 2 * size.inside : 0;
  return {
    width: columns * (column + size.gap) - size.gap + around,
    height: rows * (size.app + size.gap) - size.gap + around,
    layer: 1,
  };
}

function boxAt(box: Box, place: Placed | undefined, column: number): string {
  if (place === undefined) return '';
  const { x, y, width, height } = place;
  if (box.source) {
    const [name, address] = sourceLines(box.source);
    return `<g><title>${escape(box.source.id)}\n${escape(address)}</title><rect class="source" x="${x}" y="${round(y)}" width="${width}" height="${height}" rx="${height / 2}"/>${textAt(x + 16, y, shortened(name), shortened(address))}</g>`;
  }
  const rows = Math.ceil(box.apps.length / columnsOf(box));
  const inside = box.apps.length > 1 ? size.inside : 0;
  const apps = box.apps.map((app, index) => {
    const left = x + inside + Math.floor(index / rows) * (column + size.gap);
    return appAt(app, left, y + inside + (index % rows) * (size.app + size.gap), column);
  });
  const around =
    inside === 0
      ? ''
      : `<rect class="group" x="${x}" y="${round(y)}" width="${width}" height="${height}" rx="9"/>`;
  return around + apps.join('\n');
}

function appAt(app: GraphApp, x: number, y: number, width: number): string {
  const { name } = partsOf(app.id);
  const details = detailsOf(app).map(escape).join('\n');
  return `<g class="app ${app.status} ${app.readyBy}"><title>${details}</title><rect x="${x}" y="${round(y)}" width="${width}" height="${size.app}" rx="6"/><path class="bar" d="M${x + 4} ${round(y + 7)}v${size.app - 14}"/>${textAt(x + 14, y, shortened(name), secondLine(app))}</g>`;
}

function textAt(x: number, y: number, first: string, second: string): string {
  return `<text class="name" x="${x}" y="${round(y + 17)}">${escape(first)}</text><text class="dim" x="${x}" y="${round(y + 31)}">${escape(second)}</text>`;
}

/** From point to point, level at each, so that lines leave and arrive from the side. */
function curve(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => {
      const last = points[index - 1];
      if (last === undefined) return `M${round(x)} ${round(y)}`;
      if (last.y === y) return `L${round(x)} ${round(y)}`;
      const middle = round((last.x + x) / 2);
      return `C${middle} ${round(last.y)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function legendAt(top: number): string {
  const line = (x: number, y: number, kind: string, text: string): string =>
    `<path class="line ${kind}" d="M${x} ${top + y - 4}h34"/><text class="dim" x="${x + 42}" y="${top + y}">${text}</text>`;
  const lines = [
    line(24, 12, 'dependsOn', 'waits until it is healthy'),
    line(24, 34, 'dependsOn applied', 'waits until it is applied'),
    line(270, 12, 'applies', 'applies it'),
    line(270, 34, 'source', 'is its source'),
    line(420, 12, 'circle', 'waits in a circle'),
  ];
  return `<g class="legend">${lines.join('')}</g>`;
}
