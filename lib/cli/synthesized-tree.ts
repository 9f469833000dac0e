import {
  type Cluster,
  type Fleet,
  placeOfSuppression,
  suppressionsIn,
} from '../constructs/index.ts';
import { DiagnosticError, type OwnRule } from '../core/index.ts';
import { inSource, placeInSource, readProjectSettings, readText } from '../io/index.ts';
import { memoryTree } from '../io/reconcile/index.ts';
import { renderFleetCharts } from '../program.ts';
import { locate, type Synthesis, synthesize } from '../synth/index.ts';
import type { Origin, Rule, Suppression, ValidateOptions } from '../validate/index.ts';
import { loadProgram } from './load-program.ts';
import type { TreeToValidate } from './validate-tree.ts';

/**
 * What the program of a folder makes.
 *
 * @throws DiagnosticError with every mistake of the program
 */
export async function synthesizedTree(cwd: string): Promise<TreeToValidate> {
  const { fleet, diagnostics } = await loadProgram(cwd, readProjectSettings(cwd).program);
  const charts = await renderFleetCharts(fleet);
  const synthesis = synthesize(fleet, { readText, charts });
  const found = [...diagnostics, ...synthesis.diagnostics];
  if (found.some(({ severity }) => severity === 'error')) {
    throw new DiagnosticError(found.map((each) => inSource(each, cwd)));
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
      return { originOf, ...(cluster && judgementsOf(cluster, cwd)) };
    },
  };
}

/** What the program says of how a cluster is to be judged. */
function judgementsOf(cluster: Cluster, cwd: string): Partial<ValidateOptions> {
  const { environment, ownRules } = cluster;
  const suppressions = suppressionsIn(cluster).map((each): Suppression => {
    const { construct, code, reason } = each;
    const { path } = construct.node;
    const location = placeInSource({ construct: path, ...placeOfSuppression(each) }, cwd);
    return { construct: path, code, reason, location };
  });
  return {
    environment: environment.name,
    severities: (cluster.node.root as Fleet).severitiesIn(environment),
    suppressions,
    rules: ownRules.filter(isObjectRule),
  };
}

function isObjectRule(rule: OwnRule): rule is Rule {
  return rule.about === 'objects';
}
