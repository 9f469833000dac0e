/** Versions in the sources, found without Renovate's patterns: by the literals of a program and the values of YAML. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

export interface Version {
  readonly file: string;
  readonly value: string;
}

const version = /^v?\d+\.(\d+|x)(\.\d+)?([-+][\w.-]+)?$/;
const image = /^[a-z0-9.-]+\.[a-z]+(:\d+)?\/[\w./-]+:(?<tag>\w[\w.-]*)(@sha256:[0-9a-f]+)?$/;
/** Moved by Flux, from tags of one's own pipelines. */
const ownTag = /^(dev|prod)-\d{8}\.\d+$/;

/** All versions in TypeScript and YAML, in some files and below some folders, each once for a file. */
export function versionsIn(root: string, places: readonly string[]): Version[] {
  const found = places
    .flatMap((place) => filesBelow(root, place))
    .flatMap((file) => textsOf(root, file).map((text) => ({ file, value: versionOf(text) ?? '' })));
  const wanted = found.filter(({ value }) => value !== '' && !ownTag.test(value));
  return [...new Map(wanted.map((each) => [`${each.file} ${each.value}`, each])).values()];
}

function filesBelow(root: string, place: string): string[] {
  if (statSync(join(root, place)).isFile()) return [place];
  const names = readdirSync(join(root, place), { recursive: true, encoding: 'utf8' });
  return names.map((name) => join(place, name));
}

function versionOf(text: string): string | undefined {
  return version.test(text) ? text : image.exec(text)?.groups?.['tag'];
}

function textsOf(root: string, file: string): string[] {
  // What is generated follows the versions of its generators.
  if (file.endsWith('.ts') && !file.endsWith('/values.ts')) {
    return literalsIn(readFileSync(join(root, file), 'utf8'));
  }
  if (!/\.ya?ml$/.test(file) || file.endsWith('.sops.yaml')) return [];
  const documents = parseAllDocuments(readFileSync(join(root, file), 'utf8'));
  return [...documents].flatMap((document) => scalarsIn(document.toJS()));
}

function literalsIn(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isType = ts.isLiteralTypeNode(node.parent);
    // The keys of an object are names.
    const isKey = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    if (ts.isStringLiteralLike(node) && !isType && !isKey) found.push(node.text);
    node.forEachChild(visit);
  };
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  source.forEachChild(visit);
  return found;
}

function scalarsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(scalarsIn);
}
