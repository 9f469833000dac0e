import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Include } from 'cdk8s';
import { AppChart } from 'sluice';
import { manifestsOf, testCluster } from 'sluice/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-include-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function include(text: string): ReturnType<typeof manifestsOf> {
  const url = path.join(folder, 'objects.yaml');
  writeFileSync(url, text);
  const app = new AppChart(testCluster(), 'app', { namespace: 'demo' });
  new Include(app, 'objects', { url });
  return manifestsOf(app);
}

const header = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n';

it('an included object keeps words that YAML 1.1 takes for booleans', () => {
  expect(include(`${header}data: {on: yes}\n`)[0]).toMatchObject({ data: { on: 'yes' } });
});

it('an included object keeps long integers', () => {
  const [manifest] = include(`${header}data: {long: 12345678901234567890}\n`);
  expect(manifest).toMatchObject({ data: { long: 12345678901234567890n } });
});

it('an included object keeps nulls', () => {
  expect(include(`${header}data: {unset: null}\n`)[0]).toMatchObject({ data: { unset: null } });
});

it('an included object without a namespace gets that of the app', () => {
  expect(include(header)[0]?.metadata.namespace).toBe('demo');
});

it('a file with a mistake is named with the line', () => {
  expect(() => include(`${header}data: [\n`)).toThrow(/unreadable-file/);
});

const item = (name: string) => `  - {apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}\n`;
const names = (text: string) => include(text).map(({ metadata }) => metadata.name);

it.each(['List', 'ConfigMapList'])('a %s becomes its items, as in kustomize', (kind) => {
  const list = `apiVersion: v1\nkind: ${kind}\nitems:\n${item('two')}${item('three')}`;
  expect(names(`${header}---\n${list}`)).toEqual(['one', 'three', 'two']);
});

it('a list in a list becomes its items too', () => {
  const list = `kind: ConfigMapList, apiVersion: v1, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}]`;
  expect(names(`apiVersion: v1\nkind: List\nitems: [{${list}}]\n`)).toEqual(['one']);
});

it.each(['[]', 'null', '[{}]'])('a list whose items are %s is left out', (items) => {
  expect(names(`${header}---\napiVersion: v1\nkind: List\nitems: ${items}\n`)).toEqual(['one']);
});

it('an object whose kind only ends like a list stays one', () => {
  const object = 'apiVersion: example.org/v1\nkind: AllowList\nmetadata: {name: one}\n';
  expect(include(object)[0]).toMatchObject({ kind: 'AllowList', metadata: { name: 'one' } });
});

it.each([
  ['[{apiVersion: v1, metadata: {name: one}}]', 'items[0] of ConfigMapList has no kind'],
  ['[null]', 'items[0] of ConfigMapList is no map'],
  ['[one]', 'items[0] of ConfigMapList is no map'],
  ['{}', 'items of ConfigMapList is no list'],
])('a list whose items are %s is refused, as in kustomize', (items, problem) => {
  const list = `apiVersion: v1\nkind: ConfigMapList\nitems: ${items}\n`;
  expect(() => include(list)).toThrow(`unreadable-file: ${problem}`);
});
