/** Evidence by hand: a fleet, the branch that its clusters read, and what a cluster says. */
import type { JsonObject, Manifest } from '../../lib/kubernetes/index.ts';
import { findEntries } from '../../lib/reconcile/index.ts';
import type {
  BranchRules,
  Checkout,
  CommittedFiles,
  Evidence,
  LiveEvidence,
  Manifests,
} from '../../lib/verify/index.ts';
import { noKustomize, stateOf } from '../reconcile/cluster.ts';
import { memoryTree } from '../reconcile/memory-tree.ts';
import { appIn, clusterIn, configMapIn, type Define, fleetOf, synth } from '../support/fleet.ts';

/** What differs from a fleet of one cluster, `home`, with one app, that is published as it is. */
export interface Given {
  readonly define?: Define;
  /** What the branch has instead of what synth gives; undefined for what it lacks. */
  readonly branch?: Readonly<Record<string, string | undefined>>;
  /** Where the tree stands in the repository. */
  readonly folder?: string;
  readonly manifests?: Partial<Manifests>;
  /** Why the branch cannot be read. */
  readonly unreachable?: string;
  /** The files of the program's repository. */
  readonly program?: Readonly<Record<string, string>>;
  readonly checkout?: Partial<Checkout>;
  readonly live?: (live: LiveEvidence) => LiveEvidence;
}

/** When a check fails, passes and cannot be made: a few words for each. */
export interface CheckCases {
  readonly fails: Readonly<Record<string, Given>>;
  readonly passes: Readonly<Record<string, Given>>;
  readonly unchecked?: Readonly<Record<string, Given>>;
}

const small: Define = (fleet) => {
  configMapIn(appIn(clusterIn(fleet)), 'config', { data: { colour: 'blue' } });
};

const revision = 'a'.repeat(40);
const commit = 'b'.repeat(40);

export const protectedWell: BranchRules = {
  isProtected: true,
  approvals: 1,
  forbidsForcePushes: true,
  needsChecks: true,
};

/** A search as Git does it, over files at hand. */
function filesOf(name: string, files: Readonly<Record<string, string>>): CommittedFiles {
  const having = (mark: RegExp): string[] =>
    Object.entries(files).flatMap(([file, text]) => (mark.test(text) ? [file] : []));
  return {
    name,
    tree: memoryTree(files),
    withKeyMarks: having(/PRIVATE KEY|AGE-SECRET-KEY-/),
    withOwnershipMark: having(/^# Written by `sluice synth`/),
  };
}

export async function evidenceOf(given: Given): Promise<Evidence> {
  const { define = small, branch = {}, folder = '', unreachable, program = {}, live } = given;
  const fleet = fleetOf(define);
  const synthesis = synth(define);
  if (synthesis.diagnostics.length > 0) {
    throw new Error(synthesis.diagnostics.map(({ message }) => message).join('\n'));
  }
  const all = Object.entries({ ...Object.fromEntries(synthesis.tree), ...branch });
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = Object.fromEntries(
    all.flatMap(([file, text]) => (text === undefined ? [] : [[`${prefix}${file}`, text]])),
  );
  const url = 'https://github.com/example/manifests';
  const manifests: Manifests = {
    ...{ url, branch: 'main', commit, folder, isProgram: false },
    files: filesOf(url, files),
    origin: { value: { revision, branch: 'main', clusters: ['home'] } },
    rules: { value: protectedWell },
    ...given.manifests,
  };
  const checkout: Checkout = {
    revision,
    branch: { value: 'main' },
    uncommitted: [],
    files: { value: filesOf('the program', { 'main.ts': 'run();', ...program }) },
    branches: [{ branch: 'main', rules: { value: protectedWell } }],
    ...given.checkout,
  };
  const clusters = await Promise.all(
    synthesis.clusters.map(async (synthesized) => {
      const name = synthesized.cluster.node.id;
      const known = unreachable === undefined ? { value: manifests } : { missing: unreachable };
      const entries = findEntries(manifests.files.tree);
      const entry = entries.find((each) => each.includes(`clusters/${name}/`)) ?? '';
      const state = await stateOf(files, { entry, kustomize: noKustomize });
      const isKnown = unreachable === undefined;
      return {
        ...{ name, synthesized, manifests: known },
        state: isKnown ? { value: state } : { missing: unreachable },
      };
    }),
  );
  return {
    program: { synthesis, branches: fleet.branches, checkout: { value: checkout } },
    clusters,
    live: (live ?? ((each) => each))(healthy),
  };
}

/** An object of the cluster. */
export function object(apiVersion: string, kind: string, id: string, more: object = {}): Manifest {
  const [namespace = '', name = ''] = id.split('/');
  const { metadata = {}, ...rest } = more as JsonObject;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, generation: 1, ...(metadata as JsonObject) },
    ...rest,
  };
}

export const ready = {
  observedGeneration: 1,
  conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded' }],
};

/** A Kustomization that has applied the newest commit. */
export function kustomization(name: string, inventory: readonly string[], more: object = {}) {
  const { status = {}, spec = {}, ...rest } = more as { status?: object; spec?: object };
  return object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `flux-system/${name}`, {
    spec: { sourceRef: { kind: 'GitRepository', name: 'flux-system' }, ...spec },
    status: {
      ...ready,
      lastAppliedRevision: `main@sha1:${commit}`,
      inventory: { entries: inventory.map((id) => ({ id, v: 'v1' })) },
      ...status,
    },
    ...rest,
  });
}

const source = object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system/flux-system', {
  status: { ...ready, artifact: { revision: `main@sha1:${commit}` } },
});

export const inventories = {
  'flux-system': [
    '_flux-system__Namespace',
    'flux-system_flux_fluxcd.controlplane.io_FluxInstance',
    'flux-system_flux_kustomize.toolkit.fluxcd.io_Kustomization',
  ],
  flux: ['_demo__Namespace', 'flux-system_web_kustomize.toolkit.fluxcd.io_Kustomization'],
  web: ['demo_config__ConfigMap'],
};

const config = object('v1', 'ConfigMap', 'demo/config', { data: { colour: 'blue' } });

/** A cluster that has the small fleet. */
const healthy: LiveEvidence = {
  cluster: 'home',
  now: new Date('2026-06-01T00:00:00Z'),
  identity: { value: { name: 'home', path: './clusters/home/flux-system' } },
  deployments: {
    value: [
      object('apps/v1', 'Deployment', 'flux-system/source-controller', {
        spec: { replicas: 1 },
        status: { availableReplicas: 1 },
      }),
    ],
  },
  flux: {
    value: [source, ...Object.entries(inventories).map(([name, all]) => kustomization(name, all))],
  },
  probes: {
    value: [
      {
        id: { group: '', kind: 'ConfigMap', namespace: 'demo', name: 'config' },
        owner: 'flux-system/web',
        found: { live: config, after: config },
      },
    ],
  },
  labelled: {
    value: {
      objects: [
        {
          id: { group: '', kind: 'ConfigMap', namespace: 'demo', name: 'config' },
          owner: { kind: 'Kustomization', id: 'flux-system/web' },
          ...{ isOwned: false, isKept: false, isEnding: false },
        },
      ],
      unread: [],
    },
  },
  certificates: {
    value: { all: [{ place: 'the kubeconfig', ends: '2027-01-01T00:00:00Z' }], unread: [] },
  },
};

/** Puts objects of Flux in place of those of their kind and name, or beside them. */
export function withFlux(...objects: readonly Manifest[]): Given {
  const key = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;
  const keys = new Set(objects.map(key));
  return {
    live: (live) => {
      const all = 'value' in live.flux ? live.flux.value : [];
      return {
        ...live,
        flux: { value: [...all.filter((each) => !keys.has(key(each))), ...objects] },
      };
    },
  };
}
