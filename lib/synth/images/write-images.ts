import type { IConstruct } from 'constructs';
import { type AppChart, type ImageData, isImageUpdates } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import { textAt, valueAt } from '../../kubernetes/index.ts';
import { fluxNamespace } from '../app-of-apps.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';
import { type AppImage, imageObjects, noWriteAccess, policyNameOf } from './policies.ts';
import { type ResolvedImages, resolveImages } from './resolve.ts';

/** The objects of an app with their images written out, and what Flux follows the images with. */
export interface WrittenImages {
  readonly objects: readonly RenderedObject[];
  readonly images: readonly AppImage[];
}

/** Writes the images of an app's objects, and adds the objects by which Flux follows them. */
export function writeImages(
  app: AppChart,
  objects: readonly RenderedObject[],
  report: (diagnostic: Diagnostic) => void,
): WrittenImages {
  const images = new Map<string, AppImage>();
  const add = (image: ImageData, construct: IConstruct, isElsewhere: boolean): void => {
    const key = JSON.stringify(image);
    const known = images.get(key);
    // One that stands in both repositories counts as one of the manifests.
    if (known !== undefined && (!known.isElsewhere || isElsewhere)) return;
    images.set(key, { app, policy: policyNameOf(app, image), image, construct, isElsewhere });
  };
  const written = objects.map((object): RenderedObject => {
    const { construct } = object;
    if (isImageUpdates(construct)) {
      for (const image of construct.images) add(image, construct, true);
      checkSource(object, objects, report);
    }
    const resolved = resolveImages(object.manifest);
    for (const diagnostic of problemsOf(object, resolved)) report(diagnostic);
    if (resolved.uses.length === 0) return object;
    const marked = resolved.uses.map(({ path, part, image }) => {
      add(image, construct, false);
      return { path, part, policy: policyNameOf(app, image) };
    });
    return { ...object, manifest: resolved.manifest, marked };
  });
  const found = [...images.values()];
  return { objects: [...written, ...found.flatMap(imageObjects)], images: found };
}

/** Reports a source of the app to which Flux could not push. One from elsewhere is not known here. */
function checkSource(
  { manifest, construct }: RenderedObject,
  objects: readonly RenderedObject[],
  report: (diagnostic: Diagnostic) => void,
): void {
  const name = textAt(manifest, 'spec', 'sourceRef', 'name');
  const namespace = textAt(manifest, 'spec', 'sourceRef', 'namespace') ?? fluxNamespace;
  const source = objects.find(
    ({ manifest: { kind, metadata } }) =>
      kind === 'GitRepository' && metadata.name === name && metadata.namespace === namespace,
  );
  if (source === undefined) return;
  const spec = valueAt(source.manifest, 'spec');
  const logsInItself = (textAt(spec, 'provider') ?? 'generic') !== 'generic';
  if (logsInItself || valueAt(spec, 'secretRef') !== undefined) return;
  const hint = 'Name a Secret that may write as `secretRef` of the GitRepository.';
  report(noWriteAccess(textAt(spec, 'url') ?? '', construct, hint));
}

function problemsOf(
  { construct, sealed }: RenderedObject,
  { uses, mixed, broken }: ResolvedImages,
): Diagnostic[] {
  const inText = mixed.map((field) =>
    errorAt(
      'mixed-image',
      { ...locate(construct), field },
      'an image stands beside other text, and Flux replaces whole values',
      { hint: 'Give the image, its name or its tag a field of its own.' },
    ),
  );
  const changed = broken.map((field) =>
    errorAt(
      'broken-token',
      { ...locate(construct), field },
      'an image was cut or transformed, so Flux cannot replace it',
      { hint: 'Use reference(), name() and tag() of an Image as they are.' },
    ),
  );
  const [inSecret] = sealed ? uses : [];
  if (inSecret === undefined) return [...inText, ...changed];
  const message = 'Flux would have to change a file of SOPS';
  return [...inText, ...changed, errorAt('mixed-image', locate(construct), message)];
}
