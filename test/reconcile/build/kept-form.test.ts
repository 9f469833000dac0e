import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue, Manifest } from '../../../lib/kubernetes/index.ts';
import { keptForm, readKeptForm } from '../../../lib/reconcile/build/kept-form.ts';

const built = (data: JsonValue | number | bigint) => [
  { manifest: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, data } as Manifest },
];

describe('the form in which a build is kept', () => {
  test('gives the same objects back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noNegativeZero: true } as object), (value) => {
        const objects = built(value as JsonValue);
        const kept = keptForm(objects);
        if (kept !== undefined) expect(readKeptForm(kept)).toEqual(objects);
      }),
    );
  });

  test.each([10n ** 20n, -0, Number.NaN, Number.POSITIVE_INFINITY])(
    'has no room for %s, which JSON would change',
    (value) => {
      expect(keptForm(built(value))).toBeUndefined();
    },
  );
});
