import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const file = 'apps/a/c.yaml';
const hasFile = (name: string) => name === file;
const inFile = (...names: string[]) => {
  const { objects, ...rest } = k(
    'a',
    names.map((name) => configMap(name)),
  );
  return inCluster({ ...rest, objects: objects.map((each) => ({ ...each, file })) });
};

export const lostEntry: RuleCases = {
  told: {
    'an object goes whose file is still there': between(inFile('c'), inFile(), { hasFile }),
  },
  silent: {
    'the file is gone as well': between(inFile('c'), inFile()),
    'its Kustomization is built by kustomize now, which does not say what is from which file':
      between(inFile('c'), inCluster(k('a', [configMap('d')])), { hasFile }),
    'the file still has another object': between(inFile('c', 'd'), inFile('d'), { hasFile }),
  },
};
