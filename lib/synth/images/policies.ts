import type { IConstruct } from 'constructs';
import {
  type AppChart,
  type Cluster,
  type ImageData,
  imageRepositoryDefaults,
  imageUpdateDefaults,
} from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import {
  fluxKinds,
  type ImagePolicySpec,
  type ImageRepositorySpec,
  type ImageUpdateAutomationSpec,
} from '../../flux/index.ts';
import type { JsonValue, Manifest } from '../../kubernetes/index.ts';
import { fluxNamespace, sourceName } from '../app-of-apps.ts';
import { directoryOf } from '../layout.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';

/** By which an automation finds the policies of its environment. */
const environmentLabel = 'sluice/environment';

/** On an ImagePolicy, the image as the program declares it: it says whether a person changed it. */
export const declaredAnnotation = 'sluice/declared-image';

/** An image of an app, and the construct that uses it first. */
export interface AppImage {
  readonly app: AppChart;
  readonly policy: string;
  readonly image: ImageData;
  readonly construct: IConstruct;
}

/** The name of the ImageRepository and ImagePolicy of an app's image. */
export function policyNameOf(app: AppChart, { id }: ImageData): string {
  return id === app.node.id ? id : `${app.node.id}-${id}`;
}

/**
 * The objects by which Flux follows an image. They stand beside the app, so that they come and go
 * with it, from the branch that publishes it.
 */
export function imageObjects({ app, policy: name, image, construct }: AppImage): RenderedObject[] {
  const metadata = { name, namespace: fluxNamespace };
  const repository: ImageRepositorySpec = {
    ...imageRepositoryDefaults,
    ...image.repository,
    image: image.image,
  };
  const policy: ImagePolicySpec = { imageRepositoryRef: { name }, ...image.policy };
  const labels = { [environmentLabel]: app.environment.name };
  const annotations = { [declaredAnnotation]: `${image.image}:${image.tag}` };
  return [
    { construct, manifest: manifest('ImageRepository', metadata, repository) },
    { construct, manifest: manifest('ImagePolicy', { ...metadata, labels, annotations }, policy) },
  ];
}

function manifest(
  kind: 'ImageRepository' | 'ImagePolicy' | 'ImageUpdateAutomation',
  metadata: Manifest['metadata'],
  spec: object,
): Manifest {
  return { apiVersion: fluxKinds[kind].apiVersion, kind, metadata, spec: spec as JsonValue };
}

/**
 * What commits the tags of a cluster's images: one automation for each environment, since another
 * branch of the program publishes its files. It writes below the folder that its apps share.
 */
export function automationsOf(cluster: Cluster, images: readonly AppImage[]): RenderedObject[] {
  const folders = new Map<string, string[]>();
  for (const { app } of images) {
    const { name } = app.environment;
    folders.set(name, [...(folders.get(name) ?? []), directoryOf(app)]);
  }
  return [...folders].map(([environment, directories]) => ({
    construct: cluster,
    manifest: manifest(
      'ImageUpdateAutomation',
      { name: `images-${environment}`, namespace: fluxNamespace },
      automation(cluster, environment, sharedFolder(directories)),
    ),
  }));
}

function automation(cluster: Cluster, environment: string, folder: string): object {
  const { branch } = cluster.source;
  const spec: ImageUpdateAutomationSpec = {
    ...imageUpdateDefaults,
    sourceRef: { kind: 'GitRepository', name: sourceName },
    policySelector: { matchLabels: { [environmentLabel]: environment } },
    git: {
      checkout: { ref: { branch } },
      commit: {
        author: { name: 'Flux', email: `flux@${cluster.domain}` },
        messageTemplate: messageTemplate(cluster.node.id, environment),
      },
      push: { branch },
    },
    update: { strategy: 'Setters', path: folder === '' ? './' : `./${folder}` },
  };
  return spec;
}

/** The fields are those of image-automation-controller/api v1.2.5, docs/spec, "Message template". */
function messageTemplate(cluster: string, environment: string): string {
  return `Update images of ${cluster}, ${environment} [skip ci]

{{ range .Changed.Changes -}}
- {{ .OldValue }} → {{ .NewValue }}
{{ end -}}
`;
}

function sharedFolder(directories: readonly string[]): string {
  const [first = [], ...others] = directories.map((each) => each.split('/'));
  const differs = first.findIndex((part, index) => others.some((each) => each[index] !== part));
  return first.slice(0, differs < 0 ? first.length : differs).join('/');
}

/** Reports what keeps Flux from following a cluster's images. */
export function checkImages(
  cluster: Cluster,
  images: readonly AppImage[],
  report: (diagnostic: Diagnostic) => void,
): void {
  for (const { app, construct } of images) {
    const { targetNamespace = fluxNamespace } = app.kustomization;
    if (targetNamespace === fluxNamespace) continue;
    const message = `targetNamespace would move the ImagePolicy of an image to ${targetNamespace}`;
    const hint = `Give the app its namespace by \`namespace\`, or name the image as plain text.`;
    report(errorAt('invalid-construct', locate(construct), message, { hint }));
  }
  if (images.length === 0 || cluster.source.secret !== undefined) return;
  const message = `Flux has no credentials with which it could commit tags to ${cluster.source.url}`;
  const hint = 'Name a Secret that may write as `source.secret` of the cluster.';
  report(errorAt('missing-write-access', locate(cluster), message, { hint }));
}
