/** Templates of flux-operator (v0.59.0, internal/builder/resourceset.go): Go's, between `<<` and `>>`. */
import { evaluate } from './evaluate.ts';
import { fixed } from './function.ts';
import { isFunctionName, supportedFunctions } from './functions/index.ts';
import { parse } from './parse.ts';
import type { Value } from './values.ts';

/** The text of a template, given what `inputs` gives. Throws a TemplateError or Opaque. */
export function render(template: string, inputs: Value): string {
  const functions = new Map([...supportedFunctions, ['inputs', fixed([], () => inputs)] as const]);
  return evaluate(parse(template, isFunctionName), functions);
}
