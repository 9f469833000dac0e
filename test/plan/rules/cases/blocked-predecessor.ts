import { after, configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const own = 'GitRepository/flux-system/flux-system';
const behind = (suspend: boolean, source: string) => {
  const state = (...objects: ReturnType<typeof configMap>[]) =>
    inCluster(
      k('first', [], { suspend }, { source }),
      k('a', [configMap('b'), ...objects], after('first')),
    );
  return between(state(), state(configMap('c')));
};

export const blockedPredecessor: RuleCases = {
  told: { 'an object is new behind a suspended Kustomization': behind(true, own) },
  silent: {
    'the predecessor is not suspended': behind(false, own),
    'it is of another source, so that an old revision will do': behind(true, 'Bucket/x/y'),
  },
};
