import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emitYaml } from '../../../lib/kubernetes/index.ts';
import { describeWithGo, differences } from './go.ts';
import { hostileMap, runs } from './hostile.ts';

describeWithGo("Go's parsers", () => {
  test('read what is written as it was', async () => {
    const maps = fc.sample(hostileMap, runs(3000));
    const found = await differences(maps.map((value) => ({ yaml: emitYaml(value), value })));
    expect(found.slice(0, 3)).toEqual([]);
  }, 120_000);

  test('are seen to differ where text is written without care', async () => {
    const careless = { yaml: 'a: on\n', value: { a: 'on' } };
    const found = await differences([careless, { yaml: 'a: "on"\n', value: { a: 'on' } }]);
    expect(found.map((each) => each.split(':')[0])).toEqual(['kyaml, printed', 'sigs.k8s.io/yaml']);
  }, 120_000);
});
