import { readYaml } from '../../kubernetes/index.ts';

/** A version of a chart in a repository's index. */
export interface IndexEntry {
  readonly version: string;
  readonly url: string;
  /** The hash of the archive, where the index says it. */
  readonly digest: string | undefined;
}

/**
 * The versions of one chart in an index.yaml, later ones first among equals. An index may have tens
 * of megabytes, so only the lines of this chart are read as YAML where the file has Helm's own form.
 *
 * @returns undefined where the text is no index
 */
export function entriesOf(index: string, chart: string): readonly IndexEntry[] | undefined {
  const read = readYaml(linesOf(index, chart) ?? index);
  if ('problem' in read) return undefined;
  const entries = read.documents[0]?.['entries'];
  if (typeof entries !== 'object' || entries === null) return undefined;
  const versions = Object.hasOwn(entries, chart) ? (entries as Record<string, unknown>)[chart] : [];
  if (!Array.isArray(versions)) return [];
  return (versions as readonly Record<string, unknown>[])
    .map((each) => ({
      ...readEntry(each),
      created: typeof each['created'] === 'string' ? each['created'] : '',
    }))
    .sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0))
    .filter(({ version, url }) => version !== '' && url !== '')
    .map(({ version, url, digest }) => ({ version, url, digest }));
}

function readEntry({ version, urls, digest }: Record<string, unknown>): IndexEntry {
  const [url] = Array.isArray(urls) ? (urls as readonly unknown[]) : [];
  return {
    version: typeof version === 'string' ? version : '',
    url: typeof url === 'string' ? url : '',
    digest:
      typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest) ? `sha256:${digest}` : undefined,
  };
}

/** The lines of a chart below `entries:`, as an index of their own; undefined in any other form. */
function linesOf(index: string, chart: string): string | undefined {
  const start = /^entries:\n(?= {2}\S)/m.exec(index);
  if (start === null) return undefined;
  const from = start.index + start[0].length;
  const name = chart.replace(/[^\w-]/g, String.raw`\$&`);
  const header = new RegExp(`^ {2}(["']?)${name}\\1:\\n`, 'm').exec(index.slice(from));
  if (header === null) return undefined;
  const rest = index.slice(from + header.index + header[0].length);
  const end = /^(?:\S| {2}[^\s-])/m.exec(rest);
  return `entries:\n${header[0]}${end === null ? rest : rest.slice(0, end.index)}`;
}
