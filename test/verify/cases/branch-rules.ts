import { type BranchRules } from '../../../lib/verify/index.ts';
import { type CheckCases, type Given, protectedWell } from '../support.ts';

const program = (rules: Partial<BranchRules>): Given => ({
  checkout: { branches: [{ branch: 'main', rules: { value: { ...protectedWell, ...rules } } }] },
});

const manifests = (rules: Partial<BranchRules>): Given => ({
  manifests: { rules: { value: { ...protectedWell, ...rules } } },
});

export const branchRules: CheckCases = {
  fails: {
    'a branch of the program is not protected': program({ isProtected: false }),
    'a branch of the program changes without a review': program({ approvals: 0 }),
    'a branch of the program changes without a check that passed': program({ needsChecks: false }),
    'the branch of the manifests can be pushed to by force': manifests({
      forbidsForcePushes: false,
    }),
  },
  passes: {
    'who publishes pushes to the branch of the manifests without a review': manifests({
      approvals: 0,
      needsChecks: false,
    }),
    'the token may not see how many must approve': program({ approvals: undefined }),
  },
  unchecked: {
    'there is no token for the forge': {
      checkout: { branches: [{ branch: 'main', rules: { missing: 'no token' } }] },
      manifests: { rules: { missing: 'no token' } },
    },
  },
};
