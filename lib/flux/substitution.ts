/**
 * What kustomize-controller does to text when a Kustomization has variables, turned around:
 * text that it leaves as it was. It reads an object as YAML; `$$` becomes `$`, and `${`
 * begins an expression (fluxcd/pkg envsubst v1.7.1, parse/scan.go).
 */

const pairs = /\$+(?=\{)|\$\$+/g;
const pairsAndLast = /\$+(?=\{|$)|\$\$+/g;

/**
 * Escapes the dollars that substitution would touch: those before `{` and those in a row.
 *
 * @param next what follows the text; a last dollar before a variable would be half of `$$`
 */
export function escapeSubstitution(text: string, next: 'variable' | 'end' = 'end'): string {
  return text.replace(next === 'variable' ? pairsAndLast : pairs, (dollars) => dollars + dollars);
}

/** The variable that holds a double quote, by Flux's convention for keeping text a string. */
export const quoteVariable = { name: 'quote', value: '"' } as const;

/** The reference to a variable. */
export function variableReference(name: string): string {
  return `\${${name}}`;
}

/**
 * Text with references that stays a string whatever the values are: the YAML of an object loses
 * its quotes before substitution, so quotes must be substituted as well (kustomize-controller
 * v1.9.5, docs/spec/v1/kustomizations.md, "Post build substitution of numbers and booleans").
 * The values must hold neither `"` nor `\`.
 */
export function asString(text: string): string {
  const quote = variableReference(quoteVariable.name);
  return quote + text + quote;
}

/** Whether a name can be a variable (fluxcd/pkg kustomize v1.35.6, kustomize_varsub.go). */
export function isVariableName(name: string): boolean {
  // N, Y, on and no are read as boolean keys where the variables are written as YAML 1.1.
  return /^[_A-Za-z][_A-Za-z0-9]*$/.test(name) && !/^(?:y|n|yes|no|on|off|true|false)$/i.test(name);
}
