import { kindOf } from '../reconcile/index.ts';
import type { TreeToValidate } from '../validate/index.ts';
import { readJudgements } from './judgements.ts';
import { readProvenance } from './plan/provenance.ts';
import { readSchemas } from './schema-data.ts';
import { diskTree } from './reconcile/index.ts';

/** A folder as a tree, with what synth noted beside it; a file that was changed since has no origin. */
export function notedTree(root: string): TreeToValidate {
  const tree = diskTree(root);
  const find = readProvenance(root);
  const judgements = readJudgements(root);
  return {
    tree,
    optionsOf: (name) => ({
      originOf: (file) => (kindOf(tree, file) === 'file' ? find(file, tree.hash(file)) : undefined),
      schemas: { load: readSchemas },
      ...judgements[name],
    }),
  };
}
