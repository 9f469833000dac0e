import {
  type Cluster,
  type Fleet,
  placeOfSuppression,
  suppressionsIn,
} from '../constructs/index.ts';
import type { Judgement } from './judgements.ts';
import { placeInSource } from './source-maps.ts';

/** How a cluster is to be judged, with places relative to a folder. */
export function judgementOf(cluster: Cluster, cwd: string): Judgement {
  const { environment, kubernetes } = cluster;
  return {
    environment: environment.name,
    kubernetes,
    severities: (cluster.node.root as Fleet).severitiesIn(environment),
    judges: [...new Set(cluster.ownRules.map(({ about }) => about))],
    suppressions: suppressionsIn(cluster).map((each) => {
      const { construct, code, reason } = each;
      const { path: place } = construct.node;
      const location = placeInSource({ construct: place, ...placeOfSuppression(each) }, cwd);
      return { construct: place, code, reason, location };
    }),
  };
}
