import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const file = 'apps/a/c.yaml';
const { objects, ...rest } = k('a', [configMap('c')]);
const base = inCluster({ ...rest, objects: objects.map((each) => ({ ...each, file })) });
const head = inCluster(k('a', []));

export const lostEntry: RuleCases = {
  told: {
    'an object goes whose file is still there': between(base, head, {
      hasFile: (name) => name === file,
    }),
  },
  silent: { 'the file is gone as well': between(base, head) },
};
