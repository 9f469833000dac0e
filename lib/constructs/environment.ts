/** The names of the environments. */
export type EnvironmentName = 'development' | 'staging' | 'production';

/** A value for each environment, or for some and a default for the rest. */
export type Choices<T> =
  | Readonly<Record<EnvironmentName, T>>
  | (Readonly<Partial<Record<EnvironmentName, T>>> & { readonly default: T });

/** For whom SOPS files are encrypted. */
export interface SopsRecipients {
  /**
   * Public keys of age.
   * @example ['age1…']
   */
  readonly age: readonly string[];
}

/** What is to differ in an environment. */
export interface EnvironmentSettings {
  /** The people who read the secrets of this environment, beside the clusters themselves. */
  readonly sops: SopsRecipients;
}

/** What a cluster, or one instance of an app in it, is for. */
export class Environment {
  /** Where changes are made. */
  static readonly development = new Environment('development');
  /** Where changes are tried. */
  static readonly staging = new Environment('staging');
  /** What people use. */
  static readonly production = new Environment('production');

  readonly name: EnvironmentName;
  /** The people who read the secrets of this environment. */
  readonly sops: SopsRecipients | undefined;

  private constructor(name: EnvironmentName, sops?: SopsRecipients) {
    this.name = name;
    this.sops = sops;
  }

  /**
   * The same environment with people who read its secrets.
   *
   * @example Environment.production.with({ sops: { age: ['age1…'] } })
   */
  with({ sops }: EnvironmentSettings): Environment {
    return new Environment(this.name, sops);
  }

  /**
   * Chooses the value for this environment.
   *
   * @example environment.pick({ production: 3, default: 1 })
   */
  pick<T>(choices: Choices<T>): T {
    const chosen = choices[this.name];
    if (chosen !== undefined) return chosen;
    return (choices as { readonly default: T }).default;
  }

  toString(): string {
    return this.name;
  }
}
