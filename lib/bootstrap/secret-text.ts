/** How a secret reads wherever it is shown. */
export const masked = '(secret)';

/** A text that nothing prints: its value is in no property, and its own forms are masks. */
export class SecretText {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value, for the cluster alone. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return masked;
  }

  toJSON(): string {
    return masked;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return masked;
  }
}
