import { plural, printable } from '../../core/index.ts';
import { type Box, type Boxes, boxesOf } from '../boxes.ts';
import type { ClusterGraph, Graph, GraphApp } from '../graph.ts';
import { partsOf, sourceLines, stateText } from './words.ts';

/** What Mermaid draws unless a page allows it more (maxTextSize and maxEdges of its configuration). */
const limits = { characters: 50_000, lines: 500 };
/** More apps that stand alike are a list, of so many names. */
const [mostNodes, mostNames] = [6, 60];

/**
 * A fleet as a flowchart of Mermaid, as forges draw it in Markdown. One that is more than Mermaid draws
 * names only some of the apps that stand alike; where even that is too much, a comment says so. Equal
 * graphs give equal bytes.
 *
 * @returns text without a final newline
 */
export function renderMermaid({ clusters }: Graph): string {
  const drawn = clusters.map((cluster) => ({ cluster, ...boxesOf(cluster) }));
  const lines = drawn.reduce((sum, each) => sum + each.lines.length, 0);
  const fits = (text: string): boolean => text.length <= limits.characters && lines <= limits.lines;
  const full = textOf(drawn, false);
  if (fits(full)) return full;
  const folded = textOf(drawn, true);
  return fits(folded) ? folded : `${tooLarge}\n${folded}`;
}

const tooLarge =
  '%% More than Mermaid draws by itself: raise its maxTextSize and maxEdges, draw one cluster, or use svg.';

interface Drawn extends Boxes {
  readonly cluster: ClusterGraph;
}

function textOf(drawn: readonly Drawn[], isFolded: boolean): string {
  const ids = new Ids();
  const lines = [
    'flowchart LR',
    ...drawn.flatMap((each) => clusterLines(each, ids, isFolded)),
    '  classDef source fill:#e8eef6,stroke:#8fa9c9,color:#1b1f24',
    '  classDef wait stroke:#2d8a4e,stroke-width:2px',
    '  classDef suspended stroke-dasharray:5 3',
    '  classDef waiting fill:#fdf3dd,stroke:#a86a00,color:#7d4e00',
    '  classDef failed fill:#fdecea,stroke:#b3201a,color:#b3201a',
  ];
  return lines.join('\n');
}

function clusterLines(
  { cluster, boxes, lines }: Drawn,
  ids: Ids,
  isFolded: boolean,
): readonly string[] {
  const names = boxes.map((box) => ids.of(cluster.name, nameOf(box)));
  const inside = boxes.flatMap((box, index) =>
    boxLines(box, names[index] ?? '', cluster, ids, isFolded),
  );
  const arrows = lines.map(({ from, to, kind, isProven }) => {
    const arrow = {
      dependsOn: isProven ? '-->' : '-.->',
      circle: '<==>',
      applies: '-.-',
      source: '---',
    }[kind];
    return `  ${names[from] ?? ''} ${arrow} ${names[to] ?? ''}`;
  });
  return [
    `  subgraph ${ids.of(cluster.name, '')}["${escape(cluster.name)}"]`,
    '    direction LR',
    ...inside,
    '  end',
    ...arrows,
  ];
}

function nameOf({ source, apps }: Box): string {
  return source?.id ?? (apps.length === 1 ? (apps[0]?.id ?? '') : `with ${apps[0]?.id ?? ''}`);
}

function boxLines(
  box: Box,
  name: string,
  cluster: ClusterGraph,
  ids: Ids,
  isFolded: boolean,
): readonly string[] {
  const { source, apps } = box;
  if (source) {
    return [`    ${name}(["${sourceLines(source).map(escape).join('<br>')}"]):::source`];
  }
  const [first] = apps;
  if (apps.length === 1 && first) return [`    ${name}${labelOf(first)}`];
  if (isFolded || apps.length > mostNodes)
    return [`    ${name}${listOf(apps, isFolded ? 3 : mostNames)}`];
  const inner = apps.map((app) => `      ${ids.of(cluster.name, app.id)}${labelOf(app)}`);
  return [`    subgraph ${name}[" "]`, '      direction LR', ...inner, '    end'];
}

/** Apps as one node: Mermaid would put them all in one row. */
function listOf(apps: readonly GraphApp[], most: number): string {
  const isWell = ({ status }: GraphApp): boolean => status === 'applied';
  const sorted = apps.toSorted((a, b) => Number(isWell(a)) - Number(isWell(b)));
  const names = sorted.slice(0, most).map((app) => {
    const state = isWell(app) ? '' : ` (${stateText(app)})`;
    return escape(`${partsOf(app.id).name}${state}`);
  });
  const rest = apps.length - names.length;
  const more = rest > 0 ? [`and ${rest} more`] : [];
  const looks = new Set(apps.map(classOf));
  const look = (['failed', 'waiting'] as const).find((each) => looks.has(each));
  const lines = [plural(apps.length, 'app'), ...names, ...more];
  return `["${lines.join('<br>')}"]${look === undefined ? '' : `:::${look}`}`;
}

function labelOf(app: GraphApp): string {
  const { namespace, name } = partsOf(app.id);
  const lines = [name, ...(namespace === '' ? [] : [namespace]), stateText(app)];
  const look = classOf(app);
  return `["${lines.map(escape).join('<br>')}"]${look === undefined ? '' : `:::${look}`}`;
}

function classOf({ status, readyBy }: GraphApp): string | undefined {
  if (status === 'failed' || status === 'missing') return 'failed';
  if (status === 'waiting' || status === 'suspended') return status;
  return readyBy === 'none' ? undefined : 'wait';
}

/** Text in quotes: whatever is more than a letter to Mermaid, Markdown or HTML becomes an entity. */
function escape(text: string): string {
  return printable(text).replace(
    /[^\p{L}\p{N} .,/:_·…‖✕?+()-]/gu,
    (char) => `#${char.codePointAt(0) ?? 0};`,
  );
}

/** Words for nodes that say what they are, and are no two times the same. */
class Ids {
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(cluster: string, id: string): string {
    const key = JSON.stringify([cluster, id]);
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    // Without an underscore in it, a word such as `end` would be one of Mermaid's.
    const word = `${cluster}_${id}`
      .replace(/[^a-zA-Z0-9]+/g, ' ')
      .trim()
      .replaceAll(' ', '_')
      .toLowerCase();
    let made = `n_${word}`;
    for (let count = 2; this.#taken.has(made); count += 1) made = `n_${word}_${count}`;
    this.#given.set(key, made);
    this.#taken.add(made);
    return made;
  }
}
