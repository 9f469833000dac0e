import { Environment, Image, semver } from '../../../lib/index.ts';
import { appIn, clusterIn, configMapIn, type Define } from '../../support/fleet.ts';
import { markedImage, withImage } from './image-automation.ts';
import type { CheckCases } from '../support.ts';

const config = 'clusters/home/apps/web/configmap.config.yaml';

const twoEnvironments: Define = (fleet) => {
  const cluster = clusterIn(fleet);
  configMapIn(appIn(cluster, 'web'));
  configMapIn(appIn(cluster, 'next', { environment: Environment.development, namespace: 'next' }));
  fleet.publishFrom({ main: ['production'], develop: ['development'] });
};

const image = Image.of('ghcr.io/example/web', { tag: '1.0.0', policy: semver('1.x'), id: 'web' });

export const publishedManifests: CheckCases = {
  fails: {
    'a file on the branch is another one than synth gives': { branch: { [config]: 'kind: A\n' } },
    'a file is missing on the branch': { branch: { [config]: undefined } },
    'an app that is gone from the program is still there': {
      branch: {
        'clusters/home/apps/old/kustomization.yaml':
          '# Written by `sluice synth`, which owns this file and the files that it lists.\nresources:\n- a.yaml\n',
        'clusters/home/apps/old/a.yaml': 'kind: A\n',
      },
    },
  },
  passes: {
    'Flux committed another tag of an image': {
      define: withImage(image),
      branch: { [markedImage.file]: markedImage.text(image, '1.2.0') },
    },
    'a file that differs is of an environment that another branch publishes': {
      define: twoEnvironments,
      branch: { 'clusters/home/apps/next/configmap.config.yaml': 'kind: A\n' },
    },
    'the manifests are in a folder of their repository': { folder: 'manifests' },
  },
  unchecked: {
    'the repository cannot be reached': { unreachable: 'no route to host' },
    'the branch of the program publishes nothing': {
      define: twoEnvironments,
      checkout: { branch: { value: 'feature' } },
    },
  },
};
