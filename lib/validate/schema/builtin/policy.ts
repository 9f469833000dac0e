import { intOrPercent } from './apps.ts';
import type { FieldRule, RuleTable } from './rules.ts';
import { isGiven, oneOf, textOf } from './values.ts';

const share: FieldRule = (value, report) => {
  intOrPercent(value, report);
  if (Number.parseInt(textOf(value), 10) > 100) report('must be at most 100%');
};

// k8s.io/kubernetes v1.36.3, pkg/apis/policy/validation/validation.go.
export const policy: RuleTable = {
  'api.policy.v1.PodDisruptionBudgetSpec': {
    fields: {
      minAvailable: share,
      maxUnavailable: share,
      unhealthyPodEvictionPolicy: oneOf('IfHealthyBudget', 'AlwaysAllow'),
    },
    check: ({ minAvailable, maxUnavailable }, report) => {
      if (isGiven(minAvailable) && isGiven(maxUnavailable)) {
        report('must not stand beside minAvailable', ['maxUnavailable'], 'forbidden');
      }
    },
  },
};
