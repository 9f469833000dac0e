/** What forges say of the rules of a branch, in one form. */
import { isMap, listAt, textAt, valueAt } from '../kubernetes/index.ts';
import type { BranchRules } from './evidence.ts';

/**
 * The rules of a branch at GitHub (REST API 2022-11-28): rulesets, which anybody may read who may read
 * the repository, and the protection of the branch, which only an administrator may.
 *
 * @param rulesets `GET /repos/{owner}/{repo}/rules/branches/{branch}`
 * @param protection `GET /repos/{owner}/{repo}/branches/{branch}/protection`; `none` where there is none,
 * `hidden` where the token may not read it
 * @param isProtected `protected` of `GET /repos/{owner}/{repo}/branches/{branch}`
 */
export function githubRules(
  rulesets: readonly unknown[],
  protection: object | 'none' | 'hidden',
  isProtected: boolean,
): BranchRules {
  const parameters = (type: string): readonly unknown[] =>
    rulesets
      .filter((each) => textAt(each, 'type') === type)
      .map((each) => valueAt(each, 'parameters') ?? {});
  const approvals = [
    ...parameters('pull_request').map((each) => valueAt(each, 'required_approving_review_count')),
    valueAt(protection, 'required_pull_request_reviews', 'required_approving_review_count'),
  ].filter((each) => typeof each === 'number');
  const checks = [
    ...parameters('required_status_checks').flatMap((each) =>
      listAt(each, 'required_status_checks'),
    ),
    ...listAt(protection, 'required_status_checks', 'checks'),
    ...listAt(protection, 'required_status_checks', 'contexts'),
  ];
  const isForbidden =
    parameters('non_fast_forward').length > 0 ||
    valueAt(protection, 'allow_force_pushes', 'enabled') === false;
  // Where the branch is protected by what cannot be read, what rulesets lack can be there.
  const mayBeHidden = protection === 'hidden' && isProtected;
  const known = (is: boolean): boolean | undefined => is || (mayBeHidden ? undefined : false);
  return {
    isProtected: mayBeHidden || rulesets.length > 0 || isMap(protection),
    approvals: approvals.length > 0 ? Math.max(...approvals) : mayBeHidden ? undefined : 0,
    forbidsForcePushes: known(isForbidden),
    needsChecks: known(checks.length > 0),
  };
}

/**
 * The rules of a branch at GitLab (REST API v4).
 *
 * @param branches `GET /projects/{id}/protected_branches`; names can have wildcards
 * @param project `GET /projects/{id}`
 * @param approvals `GET /projects/{id}/approval_rules`; undefined where the edition has none
 */
export function gitlabRules(
  branch: string,
  branches: readonly unknown[],
  project: unknown,
  approvals: readonly unknown[] | undefined,
): BranchRules {
  const own = branches.filter((each) => matches(textAt(each, 'name') ?? '', branch));
  const required = (approvals ?? [])
    .filter((each) => {
      const limited = listAt(each, 'protected_branches');
      return limited.length === 0 || limited.some((one) => textAt(one, 'name') === branch);
    })
    .map((each) => valueAt(each, 'approvals_required'))
    .filter((each) => typeof each === 'number');
  return {
    isProtected: own.length > 0,
    approvals: approvals && Math.max(0, ...required),
    // The most permissive of the rules that match holds.
    forbidsForcePushes: own.every((each) => valueAt(each, 'allow_force_push') !== true),
    needsChecks: valueAt(project, 'only_allow_merge_if_pipeline_succeeds') === true,
  };
}

function matches(pattern: string, branch: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(branch);
}
