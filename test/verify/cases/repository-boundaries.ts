import { appIn, clusterIn, configMapIn } from '../../support/fleet.ts';
import { configMap, kustomization } from '../../reconcile/cluster.ts';
import type { CheckCases } from '../support.ts';

const owned = '# Written by `sluice synth`, which owns this file and the files that it lists.\n';
export const repositoryBoundaries: CheckCases = {
  fails: {
    'somebody put a file into the folder of an app': {
      branch: { 'clusters/home/apps/web/more.yaml': 'kind: A\n' },
    },
    'a Kustomization applies a folder of another cluster': {
      branch: {
        'clusters/home/flux/kustomization.web.yaml': kustomization(
          'web',
          './clusters/lab/apps/web',
        ),
        'clusters/lab/apps/web/a.yaml': configMap('demo/a'),
      },
    },
    'the repository of the program holds rendered manifests': {
      program: { 'dist/kustomization.yaml': owned },
    },
  },
  passes: {
    'a folder beside those of Sluice has files': {
      branch: { 'clusters/home/apps/hand/a.yaml': 'kind: A\n' },
    },
    'an app has its folder elsewhere, as the program says': {
      define: (fleet) =>
        configMapIn(appIn(clusterIn(fleet), 'web', { kustomization: { path: './shared/web' } })),
    },
    'program and manifests are in one repository': {
      program: { 'clusters/home/apps/web/kustomization.yaml': owned },
      manifests: { isProgram: true },
    },
  },
  unchecked: { 'the repository cannot be reached': { unreachable: 'no route to host' } },
};
