import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const c = configMap('c');
const renamed = (path: string, spec = {}) =>
  between(
    inCluster(k('a', [c], { path: 'x', ...spec })),
    inCluster(k('b', [c], { path, ...spec })),
  );

export const renamedOwner: RuleCases = {
  told: {
    'a Kustomization gets another name and keeps its path': {
      ...renamed('x'),
      beside: ['moved-object'],
    },
  },
  silent: {
    'the new one builds another path': { ...renamed('y'), beside: ['moved-object'] },
    'the old one has deletionPolicy: Orphan': renamed('x', { deletionPolicy: 'Orphan' }),
  },
};
