import { type Document, isMap, parseAllDocuments, type YAMLMap } from 'yaml';
import { fluxAnnotations } from '../../flux/index.ts';
import { groupOf, type ObjectId } from '../../kubernetes/index.ts';

const key = fluxAnnotations.prune;
const value = 'disabled';

/** An edit of a text: what is inserted, and where. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Adds `prune: disabled` to the documents of a text that are one of the objects. Everything else
 * in the text stays as it is.
 *
 * @returns undefined where no document needs it, or the text is no YAML
 */
export function keepObjects(text: string, objects: readonly ObjectId[]): string | undefined {
  const insertions: Insertion[] = [];
  for (const document of parseAllDocuments(text, { prettyErrors: false })) {
    if (document.errors.length > 0) return undefined;
    if (!objects.some((id) => isObject(document, id)) || isSealedWhole(document)) continue;
    const insertion = insertionFor(document, text);
    if (insertion) insertions.push(insertion);
  }
  if (insertions.length === 0) return undefined;
  // From the end, so that earlier places stay where they are.
  return insertions.reduceRight(
    (rest, { at, text: added }) => rest.slice(0, at) + added + rest.slice(at),
    text,
  );
}

/** kustomize may give a namespace to a document that has none. */
function isObject(document: Document, id: ObjectId): boolean {
  const namespace: unknown = document.getIn(['metadata', 'namespace']);
  return (
    document.get('kind') === id.kind &&
    groupOf(String(document.get('apiVersion'))) === id.group &&
    isName(document.getIn(['metadata', 'name']), id.name) &&
    (namespace === undefined || isName(namespace, id.namespace))
  );
}

/** A name in a file may hold variables, which stand for anything: to protect too much does no harm. */
function isName(written: unknown, name: string): boolean {
  if (typeof written !== 'string' || !written.includes('${')) return written === name;
  const parts = written.split(/\$\{[^}]*\}/).map((part) => part.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** The MAC of SOPS covers the annotations too, unless it covers only what is encrypted. */
function isSealedWhole(document: Document): boolean {
  return document.has('sops') && document.getIn(['sops', 'mac_only_encrypted']) !== true;
}

function insertionFor(document: Document, text: string): Insertion | undefined {
  const annotations = document.getIn(['metadata', 'annotations'], true);
  if (document.getIn(['metadata', 'annotations', key]) !== undefined) return undefined;
  const line = `${key}: ${value}`;
  if (isMap(annotations)) {
    if (annotations.flow === true) return within(annotations, flowLine);
    return before(annotations, text, (indent) => `${indent}${line}\n`);
  }
  const metadata = document.get('metadata', true);
  if (annotations !== undefined || !isMap(metadata)) return undefined;
  if (metadata.flow === true) return within(metadata, `"annotations": {${flowLine}}`);
  return before(metadata, text, (indent) => `${indent}annotations:\n${indent}  ${line}\n`);
}

/** As JSON has it too. */
const flowLine = `"${key}": "${value}"`;

/** A place behind the brace that begins a map in flow style. */
function within(map: YAMLMap, text: string): Insertion | undefined {
  const start = map.range?.[0];
  if (start === undefined) return undefined;
  return { at: start + 1, text: map.items.length > 0 ? `${text}, ` : text };
}

/** A place before the first key of a map that stands in lines of its own. */
function before(
  map: YAMLMap,
  text: string,
  write: (indent: string) => string,
): Insertion | undefined {
  const first = map.items[0]?.key as { readonly range?: readonly number[] } | undefined;
  const start = first?.range?.[0];
  if (start === undefined) return undefined;
  const at = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(at, start);
  return /^ +$/.test(indent) ? { at, text: write(indent) } : undefined;
}
