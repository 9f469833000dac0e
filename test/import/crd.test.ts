import ts from 'typescript';
import { expect, test } from 'vitest';
import { type Crd, crdConstructs } from '../../lib/import/index.ts';

function crd(kind: string, properties: object, group = 'example.org'): Crd {
  const schema = { openAPIV3Schema: { properties: { spec: { properties } } } };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  return { spec: { group, scope: 'Namespaced', names: { kind, plural: 'x' }, versions } } as Crd;
}

const only = (...crds: Crd[]): string => [...crdConstructs(crds).values()].join('');

test('a kind becomes a construct with the fields of its schema', () => {
  const mode = { type: 'string', enum: ['fast', 'slow'], description: 'How it goes.' };
  const text = only(crd('Engine', { mode }));
  expect(text).toContain('export class Engine extends ApiObject');
  expect(text).toContain("apiVersion: 'example.org/v1'");
  expect(text).toContain('readonly spec?: EngineSpec;');
  expect(text).toContain("  /** How it goes. */\n  readonly mode?: 'fast' | 'slow' | undefined;");
});

test('all kinds of a group stand in its module', () => {
  const files = crdConstructs([crd('A', {}), crd('B', {}), crd('C', {}, 'other.org')]);
  expect([...files.keys()]).toEqual(['example.org.ts', 'other.org.ts']);
});

test('fields whose types would have one name get two', () => {
  const nested = (type: string): object => ({ properties: { a: { type } } });
  const text = only(crd('A', { 'b-c': nested('string'), bC: nested('integer') }));
  expect(text).toContain('export interface ASpecBC {');
  expect(text).toContain('export interface ASpecBC2 {');
});

test('no text of a CRD becomes code, and none names a file elsewhere', () => {
  const evil = "*/ process.exit(1); /* `${process.exit(1)}` '";
  const files = crdConstructs([
    crd(
      `A ${evil}`,
      { [evil]: { type: 'string', description: evil, enum: [evil] } },
      '../../evil/x',
    ),
  ]);
  const [[name = '', text = ''] = []] = files;
  expect(name).not.toContain('/');
  const module = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022);
  const named: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) named.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(module);
  expect(named).toContain('ApiObject');
  expect(named).not.toContain('process');
});
