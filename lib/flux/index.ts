/**
 * What Flux means: its API, the labels and annotations by which objects speak to it, how it
 * substitutes variables and how it names objects in an inventory. Takes and gives values.
 */
export { fluxAnnotations, watchLabel } from './annotations.ts';
export * from './api/index.ts';
export { inventoryId, parseInventoryId } from './inventory.ts';
export {
  asString,
  escapeSubstitution,
  isVariableName,
  quoteVariable,
  variableReference,
} from './substitution.ts';
