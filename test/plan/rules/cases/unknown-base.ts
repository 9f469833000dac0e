import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const failed = { status: 'failed' } as const;
const mended = (spec = {}) =>
  between(inCluster(k('a', [], spec, failed)), inCluster(k('a', [configMap('c')], spec)));

export const unknownBase: RuleCases = {
  told: { 'a Kustomization builds again that fails in the base': mended() },
  silent: {
    'it has prune: false': mended({ prune: false }),
    'it still fails': between(inCluster(k('a', [], {}, failed)), inCluster(k('a', [], {}, failed))),
  },
};
