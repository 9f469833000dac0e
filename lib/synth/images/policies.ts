import type { IConstruct } from 'constructs';
import {
  type AppChart,
  type Cluster,
  type ImageData,
  imageLabels,
  imageRepositoryDefaults,
  imageUpdateDefaults,
  imageUpdateSpec,
  isArtifactSource,
} from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import { fluxKinds, type ImagePolicySpec, type ImageRepositorySpec } from '../../flux/index.ts';
import type { JsonValue, Manifest } from '../../kubernetes/index.ts';
import { fluxNamespace, sourceName } from '../app-of-apps.ts';
import { directoryOf } from '../layout.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';

/** On an ImagePolicy, the image as the program declares it: it says whether a person changed it. */
export const declaredAnnotation = 'sluice.dev/declared-image';

/** An image of an app, and the construct that uses it first. */
export interface AppImage {
  readonly app: AppChart;
  readonly policy: string;
  readonly image: ImageData;
  readonly construct: IConstruct;
  /** Whether its tags stand in a repository of the app's own. */
  readonly isElsewhere: boolean;
}

/** The name of the ImageRepository and ImagePolicy of an app's image. */
export function policyNameOf(app: AppChart, { id }: ImageData): string {
  return id === app.node.id ? id : `${app.node.id}-${id}`;
}

/**
 * The objects by which Flux follows an image. They stand beside the app, so that they come and go
 * with it, from the branch that publishes it.
 */
export function imageObjects(each: AppImage): RenderedObject[] {
  const { app, policy: name, image, construct, isElsewhere } = each;
  const metadata = { name, namespace: fluxNamespace };
  const repository: ImageRepositorySpec = {
    ...imageRepositoryDefaults,
    ...image.repository,
    image: image.image,
  };
  const policy: ImagePolicySpec = { imageRepositoryRef: { name }, ...image.policy };
  const labels = {
    [imageLabels.app]: app.node.id,
    ...(!isElsewhere && { [imageLabels.environment]: app.environment.name }),
  };
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
  const { source } = cluster;
  // Nothing can commit to an artifact, which is reported.
  if (isArtifactSource(source)) return [];
  const folders = new Map<string, string[]>();
  for (const { app, isElsewhere } of images) {
    if (isElsewhere) continue;
    const { name } = app.environment;
    folders.set(name, [...(folders.get(name) ?? []), directoryOf(app)]);
  }
  return [...folders].map(([environment, directories]) => ({
    construct: cluster,
    manifest: manifest(
      'ImageUpdateAutomation',
      { name: `images-${environment}`, namespace: fluxNamespace },
      {
        ...imageUpdateDefaults,
        ...imageUpdateSpec({
          cluster,
          source: { name: sourceName },
          branch: source.branch,
          path: sharedFolder(directories),
          subject: environment,
          labels: { [imageLabels.environment]: environment },
        }),
      },
    ),
  }));
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
  if (images.every(({ isElsewhere }) => isElsewhere)) return;
  if (isArtifactSource(cluster.source)) {
    const message = `Flux cannot commit tags to ${cluster.source.url}, which is no Git repository`;
    const hint = 'Let it commit to one, with ImageUpdates, or name the images without a policy.';
    report(errorAt('missing-write-access', locate(cluster), message, { hint }));
    return;
  }
  if (cluster.source.secret !== undefined) return;
  const hint = 'Name a Secret that may write as `source.secret` of the cluster.';
  report(noWriteAccess(cluster.source.url, cluster, hint));
}

/** That Flux could not push to a repository. */
export function noWriteAccess(url: string, construct: IConstruct, hint: string): Diagnostic {
  const message = `Flux has no credentials with which it could commit tags to ${url}`;
  return errorAt('missing-write-access', locate(construct), message, { hint });
}
