/** The names of the environments. */
export type EnvironmentName = 'development' | 'staging' | 'production';

/** A value for each environment, or for some and a default for the rest. */
export type Choices<T> =
  | Readonly<Record<EnvironmentName, T>>
  | (Readonly<Partial<Record<EnvironmentName, T>>> & { readonly default: T });

/** What a cluster, or one instance of an app in it, is for. */
export class Environment {
  /** Where changes are made. */
  static readonly development = new Environment('development');
  /** Where changes are tried. */
  static readonly staging = new Environment('staging');
  /** What people use. */
  static readonly production = new Environment('production');

  readonly name: EnvironmentName;

  private constructor(name: EnvironmentName) {
    this.name = name;
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
