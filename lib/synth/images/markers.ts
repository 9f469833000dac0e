import type { ImagePart } from '../../constructs/index.ts';
import { emitText, type Manifest, ObjectLines, readYaml } from '../../kubernetes/index.ts';
import type { ImageUse } from './resolve.ts';

/** The policy of a field, and which part of the image the field holds. */
export interface Marker {
  /** Name of the ImagePolicy, in flux-system. */
  readonly policy: string;
  readonly part: ImagePart;
}

/** A field that is to be marked. */
export interface MarkedField extends Marker {
  readonly path: ImageUse['path'];
}

// As image-automation-controller reads them (docs/spec/v1/imageupdateautomations.md, "Setters"): the
// whole image has no suffix.
const suffixes: Readonly<Record<ImagePart, string>> = {
  reference: '',
  name: ':name',
  tag: ':tag',
};

const comment = / +# \{"\$imagepolicy": "flux-system:([^":]+)(?::(name|tag))?"\}$/;

function commentOf({ policy, part }: Marker): string {
  return ` # {"$imagepolicy": "flux-system:${policy}${suffixes[part]}"}`;
}

/** An object's text with the comments by which Flux knows where to write images. */
export function withMarkers(
  text: string,
  { kind, metadata }: Manifest,
  fields: readonly MarkedField[],
): string {
  if (fields.length === 0) return text;
  const places = new ObjectLines(text);
  const lines = text.split('\n');
  for (const field of fields) {
    const line = places.of({ kind, name: metadata.name, path: field.path });
    if (line !== undefined) lines[line - 1] = `${lines[line - 1] ?? ''}${commentOf(field)}`;
  }
  return lines.join('\n');
}

/** A marked line of a file. */
export interface MarkedLine extends Marker {
  readonly value: string;
}

/** A marked line, and what stands on it around the value. */
interface Parts extends MarkedLine {
  readonly before: string;
  readonly after: string;
}

function partsOf(line: string): Parts | undefined {
  const [after = '', policy, part = 'reference'] = comment.exec(line) ?? [];
  if (policy === undefined) return undefined;
  const head = line.slice(0, line.length - after.length);
  const start = head.lastIndexOf(' ') + 1;
  const read = readYaml(`value: ${head.slice(start)}\n`);
  const value = 'documents' in read ? read.documents[0]?.['value'] : undefined;
  if (typeof value !== 'string') return undefined;
  return { policy, part: part as ImagePart, value, before: head.slice(0, start), after };
}

/** The marked lines of a file, whoever wrote it last. */
export function markedLines(text: string): MarkedLine[] {
  if (!text.includes('$imagepolicy')) return [];
  return text.split('\n').flatMap((line) => partsOf(line) ?? []);
}

/** A file with other tags, by policy, on its marked lines. */
export function withTags(text: string, tags: ReadonlyMap<string, string>): string {
  const lines = text.split('\n').map((line) => {
    const parts = partsOf(line);
    const tag = parts && tags.get(parts.policy);
    if (parts === undefined || tag === undefined || parts.part === 'name') return line;
    const { before, after, part, value } = parts;
    return before + emitText(part === 'tag' ? tag : `${nameIn(value)}:${tag}`) + after;
  });
  return lines.join('\n');
}

/** The tag of a marked line; undefined where it has none. */
export function tagIn({ part, value }: MarkedLine): string | undefined {
  if (part === 'name') return undefined;
  return part === 'tag' ? value : value.slice(nameIn(value).length + 1);
}

function nameIn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf(':'));
}
