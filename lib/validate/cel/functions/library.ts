import type { Environment } from '@marcbachmann/cel-js';

/** Adds functions to an environment. */
export type Library = (environment: Environment) => void;

/** An error of evaluation, which `||` and `&&` may go over as CEL says. */
export class CelError extends Error {}

type Handler = (...args: never[]) => unknown;

/** Declares functions by their signatures in CEL. */
export function functions(declared: Readonly<Record<string, Handler>>): Library {
  return (environment) => {
    for (const [signature, handler] of Object.entries(declared)) {
      environment.registerFunction(signature, handler as (...args: unknown[]) => unknown, {
        async: false,
      });
    }
  };
}

/** Declares `name.function(…)`: CEL has no namespaces of its own here, so `name` is a constant. */
export function namespace(name: string, declared: Readonly<Record<string, Handler>>): Library {
  const type = `${name}Namespace`;
  const Namespace = class {
    readonly namespace = name;
  };
  return (environment) => {
    environment.registerType(type, Namespace);
    environment.registerConstant(name, type, new Namespace());
    for (const [signature, handler] of Object.entries(declared)) {
      const call = (_namespace: unknown, ...args: unknown[]): unknown =>
        handler(...(args as never[]));
      environment.registerFunction(`${type}.${signature}`, call, { async: false });
    }
  };
}

/** A type of its own, with an opaque value, and when two of its values are equal. */
export function type<T extends object>(
  name: string,
  constructor: new (...args: never[]) => T,
  equal: (a: T, b: T) => boolean,
): Library {
  return (environment) => {
    environment.registerType(name, constructor);
    environment.registerOperator(`${name} == ${name}`, equal);
  };
}
