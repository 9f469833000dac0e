import { ApiObject } from 'cdk8s';
import { Image, semver } from '../../../lib/index.ts';
import { appIn, clusterIn, type Define, synth } from '../../support/fleet.ts';
import type { CheckCases } from '../support.ts';

/** A cluster whose app `web` has an image that Flux follows. */
export function withImage(image: Image): Define {
  return (fleet) => {
    const source = { url: 'https://github.com/example/manifests', branch: 'main', secret: 'git' };
    const app = appIn(clusterIn(fleet, 'home', { source }));
    const data = { image: image.reference() };
    new ApiObject(app, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data });
  };
}

/** The file with its line. */
export const markedImage = {
  file: 'clusters/home/apps/web/configmap.config.yaml',
  /** As Flux commits it with a tag. */
  text: (image: Image, tag: string): string =>
    (synth(withImage(image)).tree.get(markedImage.file) ?? '').replace('1.0.0', tag),
};

const web = Image.of('ghcr.io/example/web', { tag: '1.0.0', policy: semver('1.x'), id: 'web' });
const define = withImage(web);
const marked = markedImage.text(web, '1.0.0');
const automation = 'clusters/home/flux/imageupdateautomation.images-production.yaml';
const automationText = synth(define).tree.get(automation) ?? '';
const repository = 'clusters/home/apps/web/imagerepository.flux-system_web.yaml';
const repositoryText = synth(define).tree.get(repository) ?? '';
const instance = 'clusters/home/flux-system/fluxinstance.flux.yaml';
const instanceText = synth(define).tree.get(instance) ?? '';

export const imageAutomation: CheckCases = {
  fails: {
    'the marker of an image is gone': {
      define,
      branch: { [markedImage.file]: marked.replace(/ # \{.*/, '') },
    },
    'a marker names a policy that is not there': {
      define,
      branch: { [markedImage.file]: marked.replace('flux-system:web', 'flux-system:wep') },
    },
    'the automation is for another folder': {
      define,
      branch: { [automation]: automationText.replace(/path: .*/, 'path: ./clusters/home/apps/we') },
    },
    'the automation selects other policies': {
      define,
      branch: { [automation]: automationText.replace('environment: production', 'environment: x') },
    },
    'the source has no credentials': {
      define,
      branch: { [instance]: instanceText.replace(/ *pullSecret: .*\n/, '') },
    },
    'the ImageRepository is gone': {
      define,
      branch: { [repository]: repositoryText.replace('name: web', 'name: wep') },
    },
  },
  passes: {
    'each image has its policy, its marked line and an automation': { define },
    'Flux committed another tag': {
      define,
      branch: { [markedImage.file]: markedImage.text(web, '1.5.0') },
    },
    'no image has a policy': {},
  },
  unchecked: { 'the repository cannot be reached': { unreachable: 'no route to host' } },
};
