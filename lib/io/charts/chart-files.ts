import { emitYaml, type JsonObject, readYaml } from '../../kubernetes/index.ts';
import {
  mergeMaps,
  readValues,
  readVersion,
  printVersion,
  type Values,
} from '../../reconcile/helm/index.ts';
import { digestOf, type Files } from '../registry/index.ts';

/** A chart as files below its own folder, and what its Chart.yaml says. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly files: Files;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * A chart from an archive, in which all files stand in a folder of the chart's name.
 *
 * @returns why it is none, as text
 */
export function chartOfArchive(archive: Files): Chart | string {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of archive) {
    const slash = path.indexOf('/');
    // Its own .helmignore was applied when it was packed.
    const inner = path.slice(slash + 1);
    if (slash > 0 && inner !== '.helmignore') files.set(inner, content);
  }
  return chartOfFiles(files);
}

/** A chart from its files. */
export function chartOfFiles(files: Files): Chart | string {
  const metadata = readMap(files.get('Chart.yaml'));
  if (metadata === undefined) return 'it has no readable Chart.yaml';
  const { name, version } = metadata;
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name)) return 'its Chart.yaml names no chart';
  if (typeof version !== 'string' && typeof version !== 'number')
    return 'its Chart.yaml has no version';
  return { name, version: String(version), files };
}

function readMap(content: Uint8Array | undefined): JsonObject | undefined {
  if (content === undefined) return undefined;
  const read = readYaml(decoder.decode(content));
  return 'problem' in read ? undefined : read.documents[0];
}

/**
 * A chart whose version names what it was made from, as Flux does for charts of an OCIRepository
 * (helm-controller v1.6.4, helmrelease_controller.go, mutateChartWithSourceRevision) and for those
 * with values files (source-controller v1.9.5, internal/helm/chart).
 */
export function withMetadata(chart: Chart, metadata: string): Chart {
  const version = readVersion(chart.version);
  const own = readMap(chart.files.get('Chart.yaml'));
  if (version === undefined || own === undefined) return chart;
  const changed = printVersion({ ...version, metadata });
  const text = emitYaml({ ...own, version: changed });
  const files = new Map(chart.files).set('Chart.yaml', encoder.encode(text));
  return { ...chart, version: changed, files };
}

/**
 * A chart with the values of some of its files in place of its own.
 *
 * @returns the file that is missing or cannot be read, as text
 */
export function withValuesFiles(
  chart: Chart,
  paths: readonly string[],
  read: (path: string) => Uint8Array | undefined,
  ignoreMissing: boolean,
): Chart | string {
  let merged: Values = {};
  for (const path of paths) {
    const content = read(path);
    if (content === undefined) {
      if (ignoreMissing) continue;
      return `it has no file ${path}`;
    }
    const values = readValues(decoder.decode(content));
    if (values === undefined) return `its file ${path} is no map of values`;
    merged = mergeMaps(merged, { ...values });
  }
  const files = new Map(chart.files).set('values.yaml', encoder.encode(JSON.stringify(merged)));
  return { ...chart, files };
}

/** What identifies all that a chart renders from. */
export function hashChart({ files }: Chart): string {
  const lines = [...files].map(([path, content]) => `${path}\0${digestOf(content)}`);
  return digestOf(lines.sort().join('\n'));
}

/**
 * Functions of templates that give something else each time (sprig v3, which Helm has). No other
 * text in a chart can make two renders differ, except for `keys`, whose order Go shuffles.
 */
const unstableFunctions =
  /\b(?:rand\w*|gen(?:CA|SelfSigned|Signed|PrivateKey)\w*|now|ago|uuidv4|shuffle|htpasswd|bcrypt|encryptAES|keys)\b/;

/** What a chart's texts say about rendering it. */
export interface ChartTraits {
  readonly asksForApis: boolean;
  /** Whether two renders can differ; values can hold templates as well. */
  readonly mayDiffer: boolean;
}

export function traitsOf({ files }: Chart): ChartTraits {
  let asksForApis = false;
  let mayDiffer = false;
  for (const [path, content] of files) {
    // Charts inside of this one may be archives: then nothing is known.
    const isArchive = /\.t?gz$/.test(path);
    if (!isArchive && !/(?:^|\/)(?:templates\/|values\.ya?ml$)/.test(path)) continue;
    const text = decoder.decode(content);
    asksForApis ||= isArchive || text.includes('APIVersions');
    mayDiffer ||= isArchive || actionsIn(text).some((action) => unstableFunctions.test(action));
  }
  return { asksForApis, mayDiffer };
}

/** What stands between braces in templates, without comments. */
function actionsIn(text: string): readonly string[] {
  const actions = [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([, action = '']) => action);
  return actions.filter((action) => !/^-?\s*\/\*/.test(action));
}
