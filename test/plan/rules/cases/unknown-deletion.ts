import { kustomization as k, object } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

type Spec = Parameters<typeof k>[2];

const opaque = { status: 'opaque' } as const;
const removed = (spec = {}) => between(inCluster(k('a', [], spec, opaque)), inCluster());
const changed = (before: Spec, after: Spec) =>
  between(inCluster(k('a', [], before, opaque)), inCluster(k('a', [], after, opaque)));
const of = (ref: object) => {
  const spec = { url: 'oci://example.org/s', ref: { tag: '1.0.0' }, ...ref };
  const made = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 's', { spec });
  const source = 'OCIRepository/demo/s';
  return inCluster(k('sources', [made]), k('a', [], {}, { ...opaque, source }));
};

export const unknownDeletion: RuleCases = {
  told: {
    'a Kustomization is removed whose source is not at hand': removed(),
    'such a Kustomization gets another path': changed({ path: 'x' }, { path: 'y' }),
    'its source gets another tag': between(of({}), of({ ref: { tag: '1.1.0' } })),
  },
  silent: {
    'it had prune: false before': removed({ prune: false }),
    'it gets another interval': changed({ path: 'x' }, { path: 'x', interval: '5m' }),
    'its source gets another interval': between(of({}), of({ interval: '5m' })),
  },
};
