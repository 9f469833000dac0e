import { hasBrokenToken, mayHoldToken, tokenPattern } from '../constructs/index.ts';
import { asString, escapeSubstitution, fluxAnnotations, variableReference } from '../flux/index.ts';
import type { JsonValue, Manifest } from '../kubernetes/index.ts';

/** What a walk over an object's text finds. */
export interface TokenUse {
  /** By name, the first field with each. */
  readonly variables: Map<string, string>;
  /** Fields that hold a token which was cut or transformed. */
  readonly broken: string[];
}

/** Finds the variables that an object uses. */
export function findTokens(manifest: Manifest): TokenUse {
  const use: TokenUse = { variables: new Map(), broken: [] };
  visit(manifest as JsonValue, '', use);
  return use;
}

function visitText(text: string, field: string, use: TokenUse): void {
  if (!mayHoldToken(text)) return;
  for (const [, name] of text.matchAll(tokenPattern)) {
    if (name !== undefined && !use.variables.has(name)) use.variables.set(name, field);
  }
  if (hasBrokenToken(text)) use.broken.push(field);
}

function visit(value: JsonValue, field: string, use: TokenUse): void {
  if (typeof value === 'string') visitText(value, field, use);
  else if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      visit(item, `${field}[${String(index)}]`, use);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      visitText(key, field, use);
      visit(item, field === '' ? key : `${field}.${key}`, use);
    }
  }
}

// What a whole scalar may hold that could become a number once its variables are in.
const couldBeNumber = /^[0-9.+_e-]*$|^[-+]?0[xob][0-9a-f_]*$/i;

function substituteText(text: string): string {
  // Even parts are literal text, odd ones the names of variables.
  const parts = text.split(tokenPattern);
  const out = parts.map((part, index) => {
    if (index % 2 === 1) return variableReference(part);
    return escapeSubstitution(part, index + 1 < parts.length ? 'variable' : 'end');
  });
  const literal = parts.filter((_, index) => index % 2 === 0).join('');
  return parts.length > 1 && couldBeNumber.test(literal) ? asString(out.join('')) : out.join('');
}

function substitute(value: JsonValue): JsonValue {
  if (typeof value === 'string') return substituteText(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(substitute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [substituteText(key), substitute(item)]),
  );
}

/** An object with its tokens as variables, and every other dollar safe from substitution. */
export function withVariables(manifest: Manifest): Manifest {
  return substitute(manifest as JsonValue) as unknown as Manifest;
}

/** An object that substitution passes by. */
export function withoutSubstitution(manifest: Manifest): Manifest {
  const annotations = {
    ...manifest.metadata.annotations,
    [fluxAnnotations.substitute]: 'disabled',
  };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
