/** Functions as templates call them: parameters have types of Go, which arguments must have. */
import { Dict, type Int, TemplateError, typeOf, type Value } from './values.ts';

export type Parameter = 'any' | 'string' | 'int' | 'float64' | 'bool' | 'dict';

export interface TemplateFunction {
  readonly parameters: readonly Parameter[];
  /** The type of any number of further arguments. */
  readonly rest: Parameter | undefined;
  readonly call: (args: readonly Value[]) => Value;
}

const goNames: Readonly<Record<Parameter, string>> = {
  any: 'interface {}',
  string: 'string',
  int: 'int',
  float64: 'float64',
  bool: 'bool',
  dict: 'map[string]interface {}',
};

/** The argument for a parameter, if its type is right; nil is an empty map where one is asked for. */
export function checked(value: Value, parameter: Parameter): Value {
  if (parameter === 'any') return value;
  if (value === null && parameter === 'dict') return new Dict([], 'map[string]interface {}', true);
  const type = typeOf(value);
  if (type === goNames[parameter]) return value;
  throw new TemplateError(`wrong type for value; expected ${goNames[parameter]}; got ${type}`);
}

/** What the parameters of a function become in TypeScript. */
type Arguments<P extends readonly Parameter[]> = {
  [K in keyof P]: P[K] extends 'string'
    ? string
    : P[K] extends 'int'
      ? Int
      : P[K] extends 'float64'
        ? number
        : P[K] extends 'bool'
          ? boolean
          : P[K] extends 'dict'
            ? Dict
            : Value;
};

/** A function of so many arguments. */
export function fixed<const P extends readonly Parameter[]>(
  parameters: P,
  call: (...args: Arguments<P>) => Value,
): TemplateFunction {
  return { parameters, rest: undefined, call: (args) => call(...(args as Arguments<P>)) };
}

/** A function of some arguments and any number of others of one type. */
export function variadic<const P extends readonly Parameter[], R extends Parameter>(
  parameters: P,
  rest: R,
  call: (...args: [...Arguments<P>, ...Arguments<[R]>[0][]]) => Value,
): TemplateFunction {
  return {
    parameters,
    rest,
    call: (args) => call(...(args as [...Arguments<P>, ...Arguments<[R]>[0][]])),
  };
}

export type Functions = Readonly<Record<string, TemplateFunction>>;
