/** What the API server would refuse of single objects, by the schemas of their kinds. */
import type { Rule } from '../rule.ts';
import { deprecatedApi, endingApi, removedApi } from './api-life.ts';
import { invalidField, unjudgedField } from './invalid-field.ts';
import { unknownKind } from './unknown-kind.ts';

export const definitions: readonly Rule[] = [
  invalidField,
  unjudgedField,
  unknownKind,
  removedApi,
  endingApi,
  deprecatedApi,
];
