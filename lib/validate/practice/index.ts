import type { Rule } from '../rule.ts';
import { missingDisruptionBudget } from './missing-disruption-budget.ts';
import { missingProbe } from './missing-probe.ts';
import { missingResources } from './missing-resources.ts';
import { mutableImage } from './mutable-image.ts';
import { uncoveredPod } from './uncovered-pod.ts';
import { unusedToken } from './unused-token.ts';

/** What runs, and will not run well. */
export const practice: readonly Rule[] = [
  missingResources,
  missingProbe,
  mutableImage,
  unusedToken,
  uncoveredPod,
  missingDisruptionBudget,
];
