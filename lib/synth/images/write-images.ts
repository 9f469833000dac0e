import type { AppChart } from '../../constructs/index.ts';
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
  const written = objects.map((object): RenderedObject => {
    const resolved = resolveImages(object.manifest);
    for (const diagnostic of problemsOf(object, resolved)) report(diagnostic);
    if (resolved.uses.length === 0) return object;
    const marked = resolved.uses.map(({ path, part, image }) => {
      const policy = policyNameOf(app, image);
      const key = JSON.stringify(image);
      if (!images.has(key)) images.set(key, { app, policy, image, construct: object.construct });
      return { path, part, policy };
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
