import {
  hasBrokenImage,
  type ImageData,
  imageOf,
  type ImagePart,
  imageTokenPattern,
  mayHoldToken,
} from '../../constructs/index.ts';
import { type JsonObject, type JsonValue, type Manifest } from '../../kubernetes/index.ts';

/** A field of an object that an image fills. */
export interface ImageUse {
  readonly path: readonly (string | number)[];
  readonly part: ImagePart;
  readonly image: ImageData;
}

/** An object with its images written out. */
export interface ResolvedImages {
  readonly manifest: Manifest;
  readonly uses: readonly ImageUse[];
  /** Fields in which an image stands beside other text, where Flux could not replace it. */
  readonly mixed: readonly string[];
  /** Fields with an image that was cut or transformed. */
  readonly broken: readonly string[];
}

const texts: Readonly<Record<ImagePart, (image: ImageData) => string>> = {
  reference: ({ image, tag }) => `${image}:${tag}`,
  name: ({ image }) => image,
  tag: ({ tag }) => tag,
};

const whole = new RegExp(`^${imageTokenPattern.source}$`);
const nameAndTag = /^<sluice:image:name:([0-9a-f]+):sluice>:<sluice:image:tag:\1:sluice>$/;

class ImageResolver {
  readonly uses: ImageUse[] = [];
  readonly mixed: string[] = [];
  readonly broken: string[] = [];
  readonly #path: (string | number)[] = [];

  visit(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      return (value as readonly JsonValue[]).map((item, index) => this.#below(index, item));
    }
    const entries = Object.entries(value as JsonObject).map(([key, item]): [string, JsonValue] => {
      if (this.#holdsImage(key)) this.mixed.push(this.#field());
      return [key, this.#below(key, item)];
    });
    return Object.fromEntries(entries);
  }

  #below(key: string | number, item: JsonValue): JsonValue {
    this.#path.push(key);
    const resolved = this.visit(item);
    this.#path.pop();
    return resolved;
  }

  #text(text: string): JsonValue {
    if (!mayHoldToken(text)) return text;
    const [, part, data] = whole.exec(text) ?? ['', 'reference', nameAndTag.exec(text)?.[1]];
    if (data !== undefined) {
      const image = imageOf(data);
      if (image === undefined) this.broken.push(this.#field());
      else return this.#use(part as ImagePart, image);
    } else if (this.#holdsImage(text)) this.mixed.push(this.#field());
    else if (hasBrokenImage(text)) this.broken.push(this.#field());
    return text;
  }

  #use(part: ImagePart, image: ImageData): string {
    this.uses.push({ path: [...this.#path], part, image });
    return texts[part](image);
  }

  #holdsImage(text: string): boolean {
    return text.search(imageTokenPattern) >= 0;
  }

  #field(): string {
    return this.#path.reduce<string>(
      (field, part) =>
        typeof part === 'number'
          ? `${field}[${String(part)}]`
          : `${field}${field === '' ? '' : '.'}${part}`,
      '',
    );
  }
}

/** Writes the images of an object as text, and says where they stand. */
export function resolveImages(manifest: Manifest): ResolvedImages {
  const resolver = new ImageResolver();
  const resolved = resolver.visit(manifest as JsonValue);
  const { uses, mixed, broken } = resolver;
  const hasAny = uses.length > 0;
  return { manifest: hasAny ? (resolved as unknown as Manifest) : manifest, uses, mixed, broken };
}
