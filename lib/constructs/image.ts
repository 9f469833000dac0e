import type { ImagePolicySpec, ImageRepositorySpec } from '../flux/index.ts';
import type { SourcePlace } from '../core/index.ts';
import { recordedPlace, recordPlace } from './private/place.ts';
import { type ImagePart, imageToken, imageTokenData } from './token.ts';

/** Which of an image's tags Flux chooses: the fields of an ImagePolicy, by their own names. */
export type TagPolicy = Pick<ImagePolicySpec, 'policy' | 'filterTags'>;

/** Options of a policy. */
export interface TagOptions {
  /** Which tags count, and what of them is compared. Default: all of each. */
  readonly filterTags?: ImagePolicySpec['filterTags'];
}

/** Options of a policy that sorts. */
export interface TagOrder extends TagOptions {
  /** Whether the last (`asc`) or the first (`desc`) is chosen. Default: `asc` */
  readonly order?: 'asc' | 'desc';
}

function tagPolicy(policy: TagPolicy['policy'], { filterTags }: TagOptions): TagPolicy {
  return { policy, ...(filterTags && { filterTags }) };
}

/**
 * The highest version in a range.
 *
 * @example semver('6.x')
 */
export function semver(range: string, options: TagOptions = {}): TagPolicy {
  return tagPolicy({ semver: { range } }, options);
}

/** The last tag in alphabetical order, which suits dates and times of equal length. */
export function alphabetical({ order = 'asc', ...options }: TagOrder = {}): TagPolicy {
  return tagPolicy({ alphabetical: { order } }, options);
}

/**
 * The tag with the highest number. Flux refuses tags that are none, so most need `filterTags`.
 *
 * @example numerical({ filterTags: { pattern: '^main-(?P<run>[0-9]+)$', extract: '$run' } })
 */
export function numerical({ order = 'asc', ...options }: TagOrder = {}): TagPolicy {
  return tagPolicy({ numerical: { order } }, options);
}

/**
 * The newest of tags such as `dev-20260115.9`: a prefix, a date and the number of the day's build.
 *
 * Neither sorting as text nor as one number gives their order, since builds have 1, 2 or 3 digits.
 * So each becomes the version `20260115.9.0`, and Flux compares the parts of versions as integers of
 * 64 bits (Masterminds/semver v3.4.0, `Version.Compare`). It takes no part with a leading zero
 * (`StrictNewVersion`, which fluxcd/pkg/version v0.11.0 asks), so builds with one do not count.
 *
 * @example datedBuild('dev-')
 */
export function datedBuild(prefix = ''): TagPolicy {
  const literal = prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = `^${literal}(?P<date>[1-9][0-9]{7})\\.(?P<build>0|[1-9][0-9]*)$`;
  return semver('>=0.0.0', { filterTags: { pattern, extract: '$date.$build.0' } });
}

/** Options of an image. */
export interface ImageProps {
  /** The tag that runs until Flux commits another one, and again when a person changes it here. */
  readonly tag: string;
  /** Which tags Flux chooses. */
  readonly policy: TagPolicy;
  /**
   * What its ImagePolicy is called, after the app's name.
   * @default - the last part of the image's name
   */
  readonly id?: string;
  /**
   * What is to differ in its ImageRepository, such as `secretRef` for a private registry; the Secret
   * is then in flux-system.
   */
  readonly repository?: Partial<Omit<ImageRepositorySpec, 'image'>>;
}

/** All that is known of an image. */
export interface ImageData extends Required<Omit<ImageProps, 'repository'>> {
  readonly repository: NonNullable<ImageProps['repository']>;
  /** Registry and repository, without a tag. */
  readonly image: string;
}

// A repository and a tag (distribution/reference v0.6.0, regexp.go), without the digest.
const imageName =
  /^[a-z0-9][a-z0-9._-]*(?::[0-9]+(?=\/))?(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/i;
const imageTag = /^\w[\w.-]{0,127}$/;

/**
 * An image whose tag Flux moves on: it commits each tag that the policy chooses to the manifests
 * repository, and what it committed stays until a person changes tag, policy or name here.
 *
 * Its texts stand in any field of an app's objects, alone: Flux replaces whole values.
 *
 * @example
 * const image = Image.of('ghcr.io/stefanprodan/podinfo', { tag: '6.7.1', policy: semver('6.x') });
 * new kplus.Deployment(this, 'web', { containers: [{ image: image.reference() }] });
 * values: { image: { repository: image.name(), tag: image.tag() } }
 */
export class Image {
  /** All that is known of it. */
  readonly data: ImageData;
  readonly #text: string;

  private constructor(data: ImageData) {
    this.data = data;
    this.#text = JSON.stringify(data);
  }

  /**
   * @param name registry and repository, without a tag
   * @throws Error where name or tag is none
   */
  static of(name: string, props: ImageProps): Image {
    const { tag, policy, id = name.slice(name.lastIndexOf('/') + 1), repository = {} } = props;
    if (!imageName.test(name)) throw new Error(`${name} is no name of an image without a tag`);
    if (!imageTag.test(tag)) throw new Error(`${tag} is no tag of an image`);
    const image = new Image({ image: name, tag, policy, id, repository });
    declare(image, image.#text);
    return image;
  }

  /** Name and tag, for the image of a container. */
  reference(): string {
    return this.#token('reference');
  }

  /** The name alone. */
  name(): string {
    return this.#token('name');
  }

  /** The tag alone. */
  tag(): string {
    return this.#token('tag');
  }

  /** The same as `reference()`, for templates. */
  toString(): string {
    return this.reference();
  }

  #token(part: ImagePart): string {
    return imageToken(part, this.#text);
  }
}

/** The images of this process by their data, where all loaded copies of Sluice find them. */
const shared = globalThis as Record<symbol, Map<string, object[]> | undefined>;
const declarations = (shared[Symbol.for('sluice.images')] ??= new Map<string, object[]>());

/** Keeps the place at which an image is declared. */
function declare(image: object, data: string): void {
  recordPlace(image, declare);
  const same = declarations.get(data);
  if (same) same.push(image);
  else declarations.set(data, [image]);
}

/** The places at which a program declares an image. */
export function placesOfImage(image: ImageData): SourcePlace[] {
  const places = (declarations.get(JSON.stringify(image)) ?? []).flatMap(
    (each) => recordedPlace(each) ?? [],
  );
  const known = new Map(places.map((place) => [JSON.stringify(place), place]));
  return [...known.values()];
}

/** The image of a token; undefined where the token was changed on the way. */
export function imageOf(hex: string): ImageData | undefined {
  try {
    return JSON.parse(imageTokenData(hex)) as ImageData;
  } catch {
    return undefined;
  }
}
