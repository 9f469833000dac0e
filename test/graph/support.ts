/** Graphs by hand. */
import fc from 'fast-check';
import type { ClusterGraph, GraphApp } from '../../lib/graph/index.ts';

export const source = 'GitRepository/flux-system/flux-system';

export function app(
  name: string,
  dependsOn: readonly string[] = [],
  more: Partial<GraphApp> = {},
): GraphApp {
  return {
    id: `flux-system/${name}`,
    status: 'applied',
    readyBy: 'wait',
    healthChecks: 0,
    dependsOn: dependsOn.map((each) => `flux-system/${each}`),
    source,
    path: `apps/${name}`,
    objects: 1,
    releases: 0,
    problems: [],
    ...more,
  };
}

export function clusterOf(...apps: readonly GraphApp[]): ClusterGraph {
  return { name: 'home', sources: [{ id: source }], apps };
}

/** Clusters in which anything may wait for anything, and be applied by anything. */
export const anyCluster: fc.Arbitrary<ClusterGraph> = fc
  .array(
    fc.record({
      dependsOn: fc.array(fc.nat(20), { maxLength: 4 }),
      parent: fc.nat(25),
      other: fc.boolean(),
    }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((given) =>
    clusterOf(
      ...given.map(({ dependsOn, parent, other }, index) =>
        app(
          `a${index}`,
          dependsOn.filter((each) => each < given.length).map((each) => `a${each}`),
          {
            ...(parent < given.length && parent !== index && { parent: `flux-system/a${parent}` }),
            ...(other && { source: 'other' }),
          },
        ),
      ),
    ),
  );
