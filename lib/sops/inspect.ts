/**
 * SOPS files in YAML as they can be read and edited at once and without any key: their form, their
 * rule, their recipients, and what their rule leaves in plain text. It stands apart from the index
 * so that synthesis, which needs no more, loads neither age nor the other formats.
 */
export { appendJson } from './bracket-notation.ts';
export { applyEdits, type Edit, linesOf, replaceScalar } from './edits.ts';
export { checkForm } from './leaves.ts';
export { entriesOf, type Metadata, readMetadata, textOf } from './metadata.ts';
export { str } from './plain.ts';
export { compileRule, type IsEncrypted, secretRule } from './rules.ts';
export { checkSecrets } from './secret-values.ts';
export { placeOf } from './source.ts';
export {
  type Branch,
  type Document,
  type Entry,
  findEntry,
  leavesOf,
  type Scalar,
} from './tree.ts';
export { isCiphertext, parseValue } from './value.ts';
export { readYaml } from './yaml/read.ts';
export { yamlNotation } from './yaml/write.ts';
