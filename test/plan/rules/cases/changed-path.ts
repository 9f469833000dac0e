import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const c = configMap('c');
const to = (path: string, ...objects: (typeof c)[]) =>
  between(inCluster(k('a', [c], { path: 'x' })), inCluster(k('a', objects, { path })));

export const changedPath: RuleCases = {
  told: { 'a Kustomization gets another path, which lacks an object': to('y') },
  silent: {
    'the new path has the object': to('y', c),
    'the path stays, and the object goes': to('x'),
  },
};
