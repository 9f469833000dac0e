import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { SourcePlace } from '../core/index.ts';
import { recordedPlace, recordPlace } from './private/place.ts';

const encryptedSecret = Symbol.for('sluice.EncryptedSecret');

/** Options of an encrypted Secret. */
export interface EncryptedSecretProps {
  /** Name, namespace, labels and annotations. Default: named by the path inside the app. */
  readonly metadata?: ApiObjectMetadata;
}

/** A key of a Secret, as `EnvValue.fromSecretValue` of cdk8s-plus takes it. */
export interface SecretKey {
  readonly secret: EncryptedSecret;
  readonly key: string;
}

/** The value of an environment variable that the cluster takes from a key of a Secret. */
export interface SecretEnvValue {
  readonly valueFrom: {
    readonly secretKeyRef: {
      readonly name: string;
      readonly key: string;
      readonly optional?: boolean;
    };
  };
}

/** An entry of a container's `envFrom`: each key of a Secret as a variable of its name. */
export interface SecretEnvSource {
  readonly secretRef: { readonly name: string };
}

/** A key that a program named, and where. */
export interface NamedKey {
  readonly key: string;
  readonly place: SourcePlace | undefined;
}

/**
 * A Secret that lies beside the app as SOPS ciphertext. It goes into the app's directory as it was
 * committed, and Flux decrypts it in the cluster. It stands wherever cdk8s-plus takes an `ISecret`.
 *
 * As every other object it is named by the path inside the app, or by `metadata.name`, and lives in
 * the app's namespace: what else the file says of name and namespace gives way, since a program
 * must know the name before any file is read. Labels and annotations of the file stay. Synth can
 * write these four only into a file with `mac_only_encrypted` whose rule leaves metadata in plain
 * text, as `sluice secret encrypt` makes it; any other file must have them already.
 *
 * @typeParam Keys names of the keys, where the compiler is to know them; synth knows them anyway
 */
export class EncryptedSecret<Keys extends string = string> extends ApiObject {
  /** Marks an encrypted Secret, also one of another loaded copy of Sluice. */
  readonly [encryptedSecret] = true;
  /** The SOPS file. */
  readonly file: URL;
  /** What RBAC calls the kind. */
  readonly resourceType = 'secrets';
  readonly #named = new Map<string, object>();

  private constructor(scope: Construct, id: string, file: URL, props: EncryptedSecretProps) {
    super(scope, id, { apiVersion: 'v1', kind: 'Secret', ...props });
    this.file = file;
  }

  /**
   * A Secret from a SOPS file in YAML, which holds it alone. Its recipients must be those that
   * `sops` of the cluster and of its environment name; all values must be ciphertext.
   *
   * @example
   * const file = new URL('./db.sops.yaml', import.meta.url);
   * const db = EncryptedSecret.fromFile<'username' | 'password'>(this, 'db', file);
   */
  static fromFile<Keys extends string = string>(
    scope: Construct,
    id: string,
    file: URL,
    props: EncryptedSecretProps = {},
  ): EncryptedSecret<Keys> {
    return new EncryptedSecret<Keys>(scope, id, file, props);
  }

  /** The name in the cluster. */
  get resourceName(): string {
    return this.name;
  }

  /**
   * One key, for what takes a Secret and a key. Synth reports one that the file does not have.
   *
   * @example kplus.EnvValue.fromSecretValue(db.key('password'))
   */
  key(key: Keys): SecretKey {
    remember(this.#named, key);
    return { secret: this, key };
  }

  /**
   * One key, as the value of an environment variable of cdk8s-plus or of `WebService`. Synth
   * reports one that the file does not have, unless it is optional.
   *
   * @example env: { DB_PASSWORD: db.envValue('password') }
   */
  envValue(key: Keys, options: { readonly optional?: boolean } = {}): SecretEnvValue {
    const { optional } = options;
    if (optional !== true) remember(this.#named, key);
    const secretKeyRef = { name: this.name, key, ...(optional !== undefined && { optional }) };
    return { valueFrom: { secretKeyRef } };
  }

  /**
   * All keys, each as an environment variable of its name.
   *
   * @example envFrom: [db.asEnv()]
   */
  asEnv(): SecretEnvSource {
    return { secretRef: { name: this.name } };
  }

  /** The keys that the program named, each at its first place. */
  get namedKeys(): NamedKey[] {
    return [...this.#named].map(([key, holder]) => ({ key, place: recordedPlace(holder) }));
  }
}

/** Keeps the place at which a key is named first. */
function remember(named: Map<string, object>, key: string): void {
  if (named.has(key)) return;
  const holder = {};
  recordPlace(holder, remember);
  named.set(key, holder);
}

/** Whether a value is an encrypted Secret, also one of another loaded copy of Sluice. */
export function isEncryptedSecret(value: unknown): value is EncryptedSecret {
  return typeof value === 'object' && value !== null && encryptedSecret in value;
}
