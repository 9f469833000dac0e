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
