import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { type FluxKind, fluxKinds, type FluxSpecs } from '../../flux/api/index.ts';

/**
 * The props of a Flux construct: the fields of the API's `spec`, by their own names, and
 * `metadata`. Fields in `Defaulted` are required by the API and have a default here.
 */
export type FluxProps<Spec, Defaulted extends keyof Spec = never> = Omit<Spec, Defaulted> &
  Some<Pick<Spec, Defaulted>> & {
    /** Name, namespace, labels and annotations. Default: named by the path inside the app. */
    readonly metadata?: ApiObjectMetadata | undefined;
  };

/** Any of the fields of `Spec`; one that is undefined counts as not given. */
type Some<Spec> = { readonly [Field in keyof Spec]?: Spec[Field] | undefined };

/** How one object refers to another. */
export interface FluxReference<Kind extends FluxKind = FluxKind> {
  readonly kind: Kind;
  readonly name: string;
  /** Unset where the object's chart sets no namespace: then it is the referrer's. */
  readonly namespace?: string | undefined;
}

/** A reference whose kind the field itself says, such as an entry of `dependsOn`. */
export type FluxName = Omit<FluxReference, 'kind'>;

/** An object of one of Flux's kinds. Fields that the types do not know are passed through. */
export abstract class FluxObject<Kind extends FluxKind = FluxKind> extends ApiObject {
  declare readonly kind: Kind;

  /** Restores what instanceof means: cdk8s's ApiObject answers yes for every API object. */
  static override [Symbol.hasInstance]<Self>(
    this: abstract new (
      ...args: never
    ) => Self,
    value: unknown,
  ): value is ApiObject & Self {
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** `defaults` stand where `props` give nothing. */
  protected constructor(
    scope: Construct,
    id: string,
    kind: Kind,
    props: FluxProps<FluxSpecs[Kind], keyof FluxSpecs[Kind]>,
    defaults: Some<FluxSpecs[Kind]> = {},
  ) {
    const { metadata, ...given } = props;
    super(scope, id, {
      apiVersion: fluxKinds[kind].apiVersion,
      kind,
      ...(metadata === undefined ? {} : { metadata }),
      spec: withDefaults<object>(defaults, given),
    });
  }

  /** For what names an object by kind: an Alert's sources, a Receiver's resources, health checks. */
  get reference(): FluxReference<Kind> {
    return { kind: this.kind, ...this.nameReference };
  }

  protected get nameReference(): FluxName {
    const { namespace } = this.metadata;
    return namespace === undefined ? { name: this.name } : { name: this.name, namespace };
  }
}

/** Values are passed on as they are, null included; undefined counts as not given. */
export function withDefaults<Spec extends object>(
  defaults: Some<Spec>,
  given: Some<Spec>,
): Some<Spec> {
  const fields = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(fields) as Some<Spec>) };
}
