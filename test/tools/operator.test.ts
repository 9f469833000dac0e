import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { asOperatorInstalls } from '../../tools/operator.ts';

const origin = { module: 'example.org/flux', version: 'v1.0.0' };

/** A CRD file whose spec has a list of references by kind. */
function crd(file: string, list: string) {
  const kind = { description: 'Kind of the referent', enum: ['Bucket'] };
  const items = { properties: { kind } };
  const spec = { properties: { [list]: { items } } };
  const schema = { openAPIV3Schema: { properties: { spec } } };
  return { ...origin, file, text: JSON.stringify({ spec: { versions: [{ schema }] } }) };
}

test.each([
  ['alerts', 'eventSources'],
  ['receivers', 'resources'],
])('%s may name the kinds of flux-operator, and say why', (plural, list) => {
  const file = `notification.toolkit.fluxcd.io_${plural}.yaml`;
  const [patched] = asOperatorInstalls([crd(file, list)]);
  expect(JSON.stringify(parse(patched?.text ?? ''))).toContain(
    '"enum":["Bucket","FluxInstance","ResourceSet","ResourceSetInputProvider"]',
  );
  expect(patched?.text).toMatch(/because\s+flux-operator\s+adds/);
});

test('other kinds stay as they are', () => {
  const other = crd('source.toolkit.fluxcd.io_buckets.yaml', 'resources');
  expect(asOperatorInstalls([other])).toEqual([other]);
});

test('a CRD that names no kinds where they were is not passed over', () => {
  const file = 'notification.toolkit.fluxcd.io_alerts.yaml';
  expect(() => asOperatorInstalls([crd(file, 'sources')])).toThrow(
    'lists no kinds in eventSources',
  );
});
