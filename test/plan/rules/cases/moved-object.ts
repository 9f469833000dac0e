import { after, claim, configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const moved = (object: ReturnType<typeof claim>, waits = {}) =>
  between(
    inCluster(k('b', []), k('a', [object], waits)),
    inCluster(k('b', [object]), k('a', [], waits)),
  );

export const movedObject: RuleCases = {
  told: {
    'a ConfigMap moves between Kustomizations that do not wait for each other': moved(
      configMap('x'),
    ),
    'the new owner depends on the old one, which prunes first for sure': between(
      inCluster(k('a', [configMap('x')]), k('b', [], after('a'))),
      inCluster(k('a', []), k('b', [configMap('x')], after('a'))),
    ),
  },
  silent: {
    'the old owner depends on the new one, in both revisions': moved(configMap('x'), after('b')),
    'what moves is a claim': { ...moved(claim('x')), beside: ['moved-data'] },
  },
};
