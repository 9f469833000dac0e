import type { IConstruct } from 'constructs';
import { type AppChart, type ImageData, isImageUpdates } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';
import { type AppImage, imageObjects, policyNameOf } from './policies.ts';
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
