import { cluster, configMap, release } from '../../support.ts';
import { between, type RuleCases } from '../support.ts';

const to = (namespace: string, more = {}) => {
  const target = { name: 'r', namespace, storageNamespace: 'demo' };
  return cluster(
    [],
    [release('r', [configMap('c')], { targetNamespace: namespace, ...more }, { target })],
  );
};
const chart = (name: string, strategy?: string) => {
  const spec = { changed: name, upgrade: { chartNameChangeStrategy: strategy ?? 'Reinstall' } };
  return cluster([], [release('r', [configMap('c')], spec, { chart: { name, version: '1.0.0' } })]);
};

export const changedReleaseTarget: RuleCases = {
  told: {
    'a release gets another targetNamespace': between(to('a'), to('b')),
    'a release gets a chart of another name': between(chart('redis'), chart('valkey')),
  },
  silent: {
    'it gets other values': between(to('a'), to('a', { values: { x: 1 } })),
    'it has chartNameChangeStrategy: InPlaceUpdate': between(
      chart('redis', 'InPlaceUpdate'),
      chart('valkey', 'InPlaceUpdate'),
    ),
  },
};
