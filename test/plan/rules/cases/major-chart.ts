import { cluster, object, release } from '../../support.ts';
import { between, betweenObjects, type RuleCases } from '../support.ts';

const chart = (version: string) =>
  cluster([], [release('r', [], { chart: { spec: { chart: 'r', version } } })]);
const repository = (tag: string) =>
  object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'r', { spec: { ref: { tag } } });

export const majorChart: RuleCases = {
  told: {
    'the chart of a release goes from 1.9.0 to 2.0.0': between(chart('1.9.0'), chart('2.0.0')),
    'the tag of an OCIRepository does': betweenObjects(
      [repository('1.9.0')],
      [repository('2.0.0')],
    ),
  },
  silent: {
    'it goes from 1.9.0 to 1.10.0': between(chart('1.9.0'), chart('1.10.0')),
    'its version was a range': between(chart('*'), chart('2.0.0')),
  },
};
