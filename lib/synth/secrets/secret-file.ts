import type { IConstruct } from 'constructs';
import { type Diagnostic, DiagnosticError, errorAt, type Location } from '../../core/index.ts';
import {
  type JsonObject,
  type JsonValue,
  lastApplied,
  type Manifest,
} from '../../kubernetes/index.ts';
import {
  type Branch,
  checkForm,
  checkSecrets,
  compileRule,
  type Document,
  entriesOf,
  isCiphertext,
  type IsEncrypted,
  type Metadata,
  parseValue,
  placeOf,
  readMetadata,
  readYaml,
  type Scalar,
  secretRule,
  textOf,
} from '../../sops/inspect.ts';

/** Reads a file that a construct names. Throws where it cannot be read. */
export type ReadText = (file: URL) => string;

/** A Secret as SOPS ciphertext, whose values are all encrypted. */
export interface SecretFile {
  /** The construct that names the file, and the file. */
  readonly location: Location;
  readonly document: Document;
  readonly metadata: Metadata;
  readonly isEncrypted: IsEncrypted;
  /** The object that the file holds, without the sops block. */
  readonly manifest: Manifest;
  /** The names of its values. */
  readonly keys: ReadonlySet<string>;
}

type Report = (diagnostic: Diagnostic) => void;

/** Where a Secret has its values. */
const dataFields = ['data', 'stringData'] as const;

/** Reads a file that must hold one encrypted Secret, or reports everything that speaks against it. */
export function readSecretFile(
  file: URL,
  construct: IConstruct,
  readText: ReadText,
  report: Report,
): SecretFile | undefined {
  const path = decodeURI(file.pathname);
  const location = { construct: construct.node.path, file: path };
  try {
    return parse(textOfFile(file, location, readText), path, location);
  } catch (cause) {
    if (!(cause instanceof DiagnosticError)) throw cause;
    for (const each of cause.diagnostics) {
      report({ ...each, location: { ...location, ...each.location } });
    }
    return undefined;
  }
}

function refuse(code: Diagnostic['code'], location: Location, message: string, hint?: string) {
  const more = hint === undefined ? {} : { hint };
  return new DiagnosticError([errorAt(code, location, message, more)]);
}

function textOfFile(file: URL, location: Location, readText: ReadText): string {
  try {
    return readText(file);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw refuse('unreadable-file', location, message);
  }
}

function parse(text: string, path: string, location: Location): SecretFile {
  const document = readYaml({ text, file: path });
  if (document.branches.length !== 1) {
    const count = String(document.branches.length);
    throw refuse('unreadable-file', location, `the file has ${count} documents, not one`);
  }
  if (document.blocks.length === 0) {
    const hint = 'Encrypt it: sluice secret encrypt FILE. What was pushed already must be changed.';
    throw refuse('plaintext-secret', location, 'the file is not SOPS ciphertext', hint);
  }
  const metadata = readMetadata(document);
  const isEncrypted = compileRule(metadata.rule, placeOf(document.source, undefined, 'sops'));
  checkValues(document, metadata);
  const [root] = document.branches;
  const object = root === undefined ? {} : (valueOf(root) as JsonObject);
  if (typeof object['kind'] === 'string' && isCiphertext(object['kind'])) {
    const hint = `Encrypt it anew by ${secretRule.name} ${secretRule.pattern}, which leaves them as they are.`;
    throw refuse('unreadable-file', location, 'kind and metadata are encrypted as well', hint);
  }
  if (object['kind'] !== 'Secret' || object['apiVersion'] !== 'v1') {
    throw refuse('unreadable-file', location, 'the file holds no Secret of v1');
  }
  const metadataOf = entries(object['metadata']) as Manifest['metadata'];
  const { labels, annotations } = metadataOf;
  for (const map of [object['metadata'], labels, annotations]) {
    if (typeof (map ?? {}) === 'object' && !Array.isArray(map)) continue;
    throw refuse('unreadable-file', location, 'metadata, its labels and annotations must be maps');
  }
  const copy = entries(annotations)[lastApplied];
  if (copy !== undefined && !(typeof copy === 'string' && isCiphertext(copy))) {
    const at = { ...location, field: `metadata.annotations["${lastApplied}"]` };
    const message = "kubectl's annotation repeats the values in plain text";
    const hint = 'Change the values that were pushed, and make the file with sluice secret import.';
    throw refuse('plaintext-secret', at, message, hint);
  }
  return {
    location,
    document,
    metadata,
    isEncrypted,
    manifest: { ...object, apiVersion: 'v1', kind: 'Secret', metadata: metadataOf },
    keys: new Set(dataFields.flatMap((field) => Object.keys(entries(object[field])))),
  };
}

/** Refuses a file that has plain text where a Secret has its values, or whose ciphertext is cut off. */
function checkValues(document: Document, metadata: Metadata): void {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  checkForm(document, metadata, report);
  checkSecrets(document, metadata.rule, report);
  if (parseValue(textOf(metadata.mac)) === undefined) {
    const at = placeOf(document.source, metadata.mac.span.start, 'sops.mac');
    found.push(errorAt('sops-tampered', at, 'the MAC is missing, cut off or changed'));
  }
  if (found.length > 0) throw new DiagnosticError(found);
}

/** What a part of the document says, as a value; reading the text once more would double the time. */
function valueOf(node: Branch | Scalar): JsonValue {
  if (node.kind !== 'scalar') {
    const values = entriesOf(node).map(({ key = '', node: item }) => [key, valueOf(item)] as const);
    return node.kind === 'map' ? Object.fromEntries(values) : values.map(([, value]) => value);
  }
  const text = textOf(node);
  if (node.plain === undefined) return null;
  if (node.plain.type === 'bool') return text === 'True';
  return node.plain.type === 'int' || node.plain.type === 'float' ? Number(text) : text;
}

function entries(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}
