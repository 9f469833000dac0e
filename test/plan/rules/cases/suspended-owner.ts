import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const [c, next] = [configMap('c'), configMap('c', { data: { a: '1' } })];
const from = inCluster(k('a', [c], { suspend: true }));

export const suspendedOwner: RuleCases = {
  told: {
    'an object of a suspended Kustomization changes': between(
      from,
      inCluster(k('a', [next], { suspend: true })),
    ),
  },
  silent: { 'the commit resumes the Kustomization': between(from, inCluster(k('a', [next]))) },
};
