import { after, claim, configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const moved = (object: ReturnType<typeof claim>, waits = {}) =>
  between(
    inCluster(k('b', []), k('a', [object], waits)),
    inCluster(k('b', [object]), k('a', [], waits)),
  );

export const movedData: RuleCases = {
  told: {
    'a claim moves between Kustomizations that do not wait for each other': moved(claim('x')),
  },
  silent: {
    'the old owner depends on the new one, in both revisions': moved(claim('x'), after('b')),
    'what moves is a ConfigMap': { ...moved(configMap('x')), beside: ['moved-object'] },
  },
};
