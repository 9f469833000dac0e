import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const a = k('a', [configMap('c')]);
const base = inCluster(a);
const head = inCluster(k('a', [configMap('c')], { components: ['../c'] }));
const withOldSpec = (objects: typeof a.objects) =>
  between(base, head, { mixed: new Map([[a.id, objects]]) });

export const lateSpec: RuleCases = {
  told: {
    'the old components of a Kustomization do not build an object of the new revision': withOldSpec(
      [],
    ),
  },
  silent: { 'the old components build it too': withOldSpec(a.objects) },
};
