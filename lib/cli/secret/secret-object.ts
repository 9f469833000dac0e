import { emitYaml, type JsonObject, lastApplied, readYaml } from '../../kubernetes/index.ts';
import type { Format } from '../../sops/index.ts';
import { refuse } from './output.ts';

/** The documents of a plain or encrypted text. A problem's own words could quote a value. */
export function documentsOf(text: string, format: Format, path: string): readonly JsonObject[] {
  if (format === 'dotenv') return [];
  const read = readYaml(text);
  if ('documents' in read) return read.documents;
  const { line } = read;
  const location = line === undefined ? { file: path } : { file: path, line };
  return refuse('sops-syntax', location, `the file cannot be read as ${format.toUpperCase()}`);
}

/** The document that is a Secret, if there is one. */
export function secretIn(documents: readonly JsonObject[]): JsonObject | undefined {
  return documents.find(({ kind, apiVersion }) => kind === 'Secret' && apiVersion === 'v1');
}

export function isAppliedByKubectl({ metadata }: JsonObject): boolean {
  return lastApplied in mapOf(mapOf(metadata)['annotations']);
}

/** A map, or an empty one in place of anything else. */
export function mapOf(value: unknown): JsonObject {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as JsonObject) : {};
}

/** A Secret named after its file: `db` for `apps/db.sops.yaml`. */
export function secretNamedAfter(path: string, stringData?: JsonObject): JsonObject {
  const base = path.replace(/^.*[/\\]/, '').replace(/\.(?:ya?ml|json)$/, '');
  const words = base.replace(/\.(?:sops|enc)$/, '').toLowerCase();
  const name = words.replace(/[^a-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  if (name === '') refuse('invalid-name', { file: path }, 'no Secret can be named after this file');
  const values = stringData === undefined ? {} : { stringData };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque', ...values };
}

/** A document as a file of its format. */
export function emit(document: JsonObject, format: Exclude<Format, 'dotenv'>): string {
  return format === 'yaml' ? emitYaml(document) : `${JSON.stringify(document, undefined, 2)}\n`;
}
