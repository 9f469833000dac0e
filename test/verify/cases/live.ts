import type {
  Certificate,
  LabelledObject,
  LiveEvidence,
  Probe,
} from '../../../lib/verify/index.ts';
import {
  type CheckCases,
  type Given,
  inventories,
  kustomization,
  object,
  ready,
  withFlux,
} from '../support.ts';

const missing = { missing: 'forbidden' };
const live = (more: Partial<LiveEvidence>): Given => ({ live: (each) => ({ ...each, ...more }) });

export const namedCluster: CheckCases = {
  fails: {
    'bootstrap kept the name of another cluster in it': live({
      identity: { value: { name: 'lab', path: './clusters/home/flux-system' } },
    }),
    'its root Kustomization applies the folder of another cluster': live({
      identity: { value: { name: undefined, path: './clusters/lab/flux-system' } },
    }),
  },
  passes: {
    'its root Kustomization applies the folder of the cluster': live({
      identity: { value: { name: undefined, path: 'manifests/clusters/home/flux-system' } },
    }),
  },
  unchecked: {
    'it has no Flux yet': live({ identity: { value: { name: undefined, path: undefined } } }),
    'no cluster answers': live({ identity: missing }),
  },
};

const deployment = (spec: object, status: object): Given =>
  live({
    deployments: { value: [object('apps/v1', 'Deployment', 'flux-system/a', { spec, status })] },
  });

const repository = (spec: object, status: object): Given =>
  withFlux(
    object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'demo/charts', { spec, status }),
  );

const failing = {
  observedGeneration: 1,
  conditions: [{ type: 'Ready', status: 'False', reason: 'Failed', message: 'no such host' }],
};

export const healthyFlux: CheckCases = {
  fails: {
    'a controller has no replica that is available': deployment({ replicas: 1 }, {}),
    'a controller is scaled to nothing': deployment({ replicas: 0 }, {}),
    'a source is not Ready': repository({}, failing),
    'a source has a newer spec than its status is about': repository(
      {},
      { ...ready, observedGeneration: 0 },
    ),
  },
  passes: {
    'the repository of charts is a registry, which has no status': repository({ type: 'oci' }, {}),
    'a source that fails is suspended': repository({ suspend: true }, failing),
  },
  unchecked: { 'nothing may be listed': live({ deployments: missing, flux: missing }) },
};

export const currentKustomizations: CheckCases = {
  fails: {
    'a Kustomization is not Ready': withFlux(kustomization('web', [], { status: failing })),
    'a Kustomization has applied an older revision': withFlux(
      kustomization('web', [], { status: { lastAppliedRevision: `main@sha1:${'c'.repeat(40)}` } }),
    ),
    'the cluster lacks a Kustomization of the program': {
      live: (each) => ({
        ...each,
        flux: {
          value: ('value' in each.flux ? each.flux.value : []).filter(
            ({ metadata }) => metadata.name !== 'web',
          ),
        },
      }),
    },
  },
  passes: {
    'one of another source has applied what that one has fetched': withFlux(
      object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system/other', {
        status: { ...ready, artifact: { revision: 'main@sha1:dd' } },
      }),
      kustomization('more', [], {
        spec: { sourceRef: { kind: 'GitRepository', name: 'other' } },
        status: { lastAppliedRevision: 'main@sha1:dd' },
      }),
    ),
    'the branch cannot be read, and all have applied what is fetched': {
      unreachable: 'no route to host',
    },
  },
  unchecked: { 'Kustomizations may not be listed': live({ flux: missing }) },
};

const suspended = { spec: { suspend: true } };

export const suspendedObjects: CheckCases = {
  fails: {
    'somebody suspended a Kustomization': withFlux(
      kustomization('web', inventories.web, suspended),
    ),
    'somebody told the operator to leave a ResourceSet alone': withFlux(
      object('fluxcd.controlplane.io/v1', 'ResourceSet', 'demo/set', {
        metadata: { annotations: { 'fluxcd.controlplane.io/reconcile': 'disabled' } },
      }),
    ),
  },
  passes: {
    'the program suspends it': {
      ...withFlux(kustomization('web', inventories.web, suspended)),
      branch: {
        'clusters/home/flux/kustomization.web.yaml': JSON.stringify({
          apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
          kind: 'Kustomization',
          metadata: { name: 'web', namespace: 'flux-system' },
          spec: {
            path: './clusters/home/apps/web',
            suspend: true,
            interval: '1h',
            prune: true,
            sourceRef: { kind: 'GitRepository', name: 'flux-system' },
          },
        }),
      },
    },
    'suspend is false': withFlux(kustomization('web', [], { spec: { suspend: false } })),
  },
  unchecked: { 'nothing may be listed': live({ flux: missing }) },
};

export const predictedInventories: CheckCases = {
  fails: {
    'an inventory lacks an object of the manifests': withFlux(kustomization('web', [])),
    'an inventory has an object that no manifest says': withFlux(
      kustomization('web', [...inventories.web, 'demo_more__ConfigMap']),
    ),
  },
  passes: {
    'a Kustomization of somebody else has objects': withFlux(
      kustomization('else', ['demo_more__ConfigMap']),
    ),
    'an inventory has the objects in another order': withFlux(
      kustomization('flux', inventories.flux.toReversed()),
    ),
  },
  unchecked: { 'the branch cannot be read': { unreachable: 'no route to host' } },
};

const id = { group: '', kind: 'ConfigMap', namespace: 'demo', name: 'config' };
const configMap = (more: object): ReturnType<typeof object> =>
  object('v1', 'ConfigMap', 'demo/config', more);
const secret = (more: object): ReturnType<typeof object> =>
  object('v1', 'Secret', 'demo/words', { metadata: more });

const probed = (found: Probe['found'], more: Partial<Probe> = {}): Given =>
  live({ probes: { value: [{ id, owner: 'flux-system/web', found, ...more }] } });

const flux = { manager: 'kustomize-controller', operation: 'Apply' };
const fields = { 'f:data': { 'f:word': {} } };

export const drift: CheckCases = {
  fails: {
    'a field has another value': probed({
      live: configMap({ data: { colour: 'red' } }),
      after: configMap({ data: { colour: 'blue' } }),
    }),
    'values of Secrets reached an object that differs, so that no field is named': probed(
      {
        live: configMap({ data: { colour: 'red' } }),
        after: configMap({ data: { colour: 'blue' } }),
      },
      { id: { ...id, name: '(NAME)' }, isVeiled: true },
    ),
    'an object is gone': probed('absent'),
    'a value of a Secret would be written again': probed({
      live: secret({
        managedFields: [{ ...flux, time: '2026-01-01T00:00:00Z', fieldsV1: fields }],
      }),
      after: secret({
        managedFields: [{ ...flux, time: '2026-02-01T00:00:00Z', fieldsV1: fields }],
      }),
    }),
    'kubectl added a field, which kustomize-controller takes over': probed({
      live: configMap({
        data: { colour: 'blue', more: 'x' },
        metadata: {
          managedFields: [
            {
              manager: 'kubectl-edit',
              operation: 'Update',
              fieldsV1: { 'f:data': { 'f:more': {} } },
            },
          ],
        },
      }),
      after: configMap({ data: { colour: 'blue', more: 'x' } }),
    }),
  },
  passes: {
    'only its status and its resource version differ': probed({
      live: configMap({ metadata: { resourceVersion: '1' }, status: { phase: 'a' } }),
      after: configMap({ metadata: { resourceVersion: '2' } }),
    }),
    'another controller added a field': probed({
      live: configMap({
        metadata: {
          managedFields: [
            { manager: 'operator', operation: 'Update', fieldsV1: { 'f:data': { 'f:more': {} } } },
          ],
        },
        data: { more: 'x' },
      }),
      after: configMap({ data: { more: 'x' } }),
    }),
    'Flux is told to leave the object alone': {
      live: (each) => ({
        ...each,
        probes: {
          value: [
            ...('value' in each.probes ? each.probes.value : []),
            {
              id: { ...id, name: 'other' },
              owner: 'flux-system/web',
              found: {
                live: configMap({
                  metadata: {
                    annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' },
                  },
                  data: { colour: 'red' },
                }),
                after: configMap({ data: { colour: 'blue' } }),
              },
            },
          ],
        },
      }),
    },
  },
  unchecked: {
    'no object may be tried': probed({ unread: 'forbidden' }),
    'the branch cannot be read': live({ probes: missing }),
  },
};

const labelled = (more: Partial<LabelledObject>, ...beside: readonly LabelledObject[]): Given => {
  const one: LabelledObject = {
    id,
    owner: { kind: 'Kustomization', id: 'flux-system/gone' },
    ...{ isOwned: false, isKept: false, isEnding: false },
    ...more,
  };
  return live({ labelled: { value: { objects: [one, ...beside], unread: [] } } });
};

const web = { kind: 'Kustomization', id: 'flux-system/web' } as const;
const service: LabelledObject = {
  id: { group: '', kind: 'Service', namespace: 'demo', name: 'web' },
  owner: { kind: 'HelmRelease', id: 'demo/web' },
  ...{ isOwned: true, isKept: false, isEnding: false },
};

export const orphanedObjects: CheckCases = {
  fails: {
    'the Kustomization that its labels name is gone': labelled({}),
    'the Kustomization is there, and does not have it': labelled({
      id: { ...id, name: 'other' },
      owner: web,
    }),
    'the release that its labels name is gone': labelled({
      owner: { kind: 'HelmRelease', id: 'demo/gone' },
    }),
  },
  passes: {
    'Endpoints have the labels of their Service': labelled(
      { id: { ...service.id, kind: 'Endpoints' }, owner: service.owner },
      service,
    ),
    'another object owns it': labelled({ isOwned: true }),
    'it was left on purpose, by prune: disabled': labelled({ isKept: true }),
    'it is being deleted': labelled({ isEnding: true }),
  },
  unchecked: { 'nothing may be listed': live({ flux: missing }) },
};

const ending = (ends: string | undefined): Given => {
  const one: Certificate = { place: 'Secret flux-system/git tls.crt', ends };
  return live({ certificates: { value: { all: [one], unread: [] } } });
};

export const expiringCredentials: CheckCases = {
  fails: {
    'a certificate ends in 20 days': ending('2026-06-21T00:00:00Z'),
    'a certificate has ended': ending('2026-05-31T23:59:59Z'),
  },
  passes: {
    'the first one ends in 22 days': ending('2026-06-23T00:00:00Z'),
    'one cannot be read': ending(undefined),
  },
  unchecked: { 'no cluster answers': live({ certificates: missing }) },
};
