import { DiagnosticError } from '../core/index.ts';
import { inSource, placeInSource, readProjectSettings } from '../io/index.ts';
import { judgementOf } from '../io/judgement-of.ts';
import { readSchemas } from '../io/schema-data.ts';
import { memoryTree } from '../io/reconcile/index.ts';
import { isObjectRule } from '../own-rules.ts';
import { locate, type Synthesis } from '../synth/index.ts';
import type { Origin, TreeToValidate } from '../validate/index.ts';
import { renderFleet } from './render-fleet.ts';

/**
 * What the program of a folder makes.
 *
 * @throws DiagnosticError with every mistake of the program
 */
export async function synthesizedTree(cwd: string): Promise<TreeToValidate> {
  const { synthesis, diagnostics } = await renderFleet(cwd, readProjectSettings(cwd), undefined);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    throw new DiagnosticError(diagnostics.map((each) => inSource(each, cwd)));
  }
  return treeOf(synthesis, cwd);
}

/** A synthesis as what Flux would read, and what its program says of it. */
export function treeOf({ tree, provenance, clusters }: Synthesis, cwd: string): TreeToValidate {
  const encoder = new TextEncoder();
  const files = new Map([...tree].map(([file, text]) => [file, encoder.encode(text)]));
  const originOf = (file: string): Origin | undefined => {
    const construct = provenance.get(file);
    if (construct === undefined) return undefined;
    const place = placeInSource(locate(construct), cwd);
    const source = place.file === undefined ? undefined : `${place.file}:${place.line ?? 1}`;
    return { construct: construct.node.path, ...(source !== undefined && { source }) };
  };
  const byName = new Map(clusters.map(({ cluster }) => [cluster.node.id, cluster]));
  return {
    tree: memoryTree(files),
    optionsOf: (name) => {
      const cluster = byName.get(name);
      const schemas = { load: readSchemas };
      if (cluster === undefined) return { originOf, schemas };
      const rules = cluster.ownRules.filter(isObjectRule);
      return { originOf, rules, schemas, ...judgementOf(cluster, cwd) };
    },
  };
}
