import { expect, test } from 'vitest';
import { whatFluxChanges } from '../../lib/verify/flux-changes.ts';
import { object } from './support.ts';

const manager = (name: string, fieldsV1: object, more: object = {}) => ({
  manager: name,
  operation: 'Update',
  fieldsV1,
  ...more,
});

const deployment = (managedFields: readonly object[], more: object = {}, annotations = {}) =>
  object('apps/v1', 'Deployment', 'demo/web', {
    metadata: { managedFields, annotations },
    ...more,
  });

const scaled = { 'f:spec': { 'f:replicas': {} } };

test('labels, annotations and the spec are compared, and not the status', () => {
  const live = deployment([], { spec: { replicas: 2 }, status: { replicas: 2 } });
  const after = deployment([], { spec: { replicas: 3 }, status: { replicas: 9 } });
  expect(whatFluxChanges({ live, after })).toEqual(['spec.replicas']);
});

test('a field that kubectl set is taken over, unless kustomize-controller has it already', () => {
  const own = manager('kustomize-controller', scaled, { operation: 'Apply' });
  const by = manager('kubectl-scale', scaled);
  const live = deployment([by]);
  expect(whatFluxChanges({ live, after: live })).toEqual(['spec.replicas']);
  const shared = deployment([own, by]);
  expect(whatFluxChanges({ live: shared, after: shared })).toEqual([]);
});

test('what kubectl wrote into the status is nobody else’s', () => {
  const live = deployment([manager('kubectl-edit', { 'f:status': {} }, { subresource: 'status' })]);
  expect(whatFluxChanges({ live, after: live })).toEqual([]);
});

test('where an object is merged, what kubectl set stays', () => {
  const merged = { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' };
  const live = deployment([manager('kubectl-edit', scaled)], {}, merged);
  expect(whatFluxChanges({ live, after: live })).toEqual([]);
});

test('items of lists are named by what identifies them', () => {
  const containers = { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } };
  const fields = { 'f:spec': { 'f:containers': containers } };
  const live = deployment([manager('kubectl-edit', fields)]);
  expect(whatFluxChanges({ live, after: live })).toEqual(['spec.containers[{"name":"web"}].image']);
});
