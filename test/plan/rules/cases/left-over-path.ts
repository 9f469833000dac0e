import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const c = configMap('c');
const hasFolder = (folder: string) => folder === 'x';
const moved = (spec = {}, options = {}) =>
  between(
    inCluster(k('a', [c], { path: './x', ...spec })),
    inCluster(k('a', [c], { path: './y', ...spec })),
    options,
  );

export const leftOverPath: RuleCases = {
  told: {
    'a Kustomization gets another path, and the old folder is still there': moved(
      {},
      { hasFolder },
    ),
  },
  silent: {
    'the old folder is gone': moved(),
    'the Kustomization has prune: false': moved({ prune: false }, { hasFolder }),
  },
};
