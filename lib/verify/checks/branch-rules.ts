import type { Check } from '../check.ts';
import { type BranchRules, type Evidence, type Known, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** Whoever may push to these branches without a review may run what they like in the clusters. */
export const branchRules: Check = {
  id: 'branch-rules',
  title: 'Branches are protected, and reviewed before they change',
  part: 'offline',
  look,
};

/** A branch, and whether people change it, or only what they reviewed is pushed to it. */
interface Branch {
  readonly name: string;
  readonly isReviewed: boolean;
  readonly rules: Known<BranchRules>;
}

function look(evidence: Evidence): Outcome {
  const findings = new Findings();
  let looked = 0;
  for (const { name, isReviewed, rules: known } of branchesOf(evidence, findings)) {
    const rules = valueOf(known, findings.note, name);
    if (rules === undefined) continue;
    looked += 1;
    judge(name, isReviewed, rules, findings);
  }
  const counted = looked === 1 ? '1 branch' : `${String(looked)} branches`;
  return findings.outcome(looked === 0 ? undefined : counted);
}

function branchesOf({ program, clusters }: Evidence, findings: Findings): readonly Branch[] {
  const checkout = valueOf(program.checkout, findings.note, 'the program');
  const own = (checkout?.branches ?? []).map(({ branch, rules }) => ({
    name: `${branch} of the program`,
    isReviewed: true,
    rules,
  }));
  const read = new Map<string, Branch>();
  for (const { name: cluster, manifests } of clusters) {
    const known = valueOf(manifests, findings.note, cluster);
    if (known === undefined || known.isProgram) continue;
    const name = `${known.branch} of ${known.url}`;
    read.set(name, { name, isReviewed: false, rules: known.rules });
  }
  return [...own, ...read.values()];
}

function judge(name: string, isReviewed: boolean, rules: BranchRules, findings: Findings): void {
  const remedy = (what: string): string => `Set it in the branch's rules at the forge: ${what}.`;
  if (!rules.isProtected) {
    findings.fail(`${name} is not protected`, remedy('protect the branch'));
    return;
  }
  const ask = (is: boolean | undefined, unknown: string, message: string, what: string): void => {
    if (is === undefined) findings.note(`${unknown} is not shown to this token`, name);
    else if (!is) findings.fail(`${name} ${message}`, remedy(what));
  };
  ask(
    rules.forbidsForcePushes,
    'who may force a push',
    'can be pushed to by force',
    'forbid force pushes',
  );
  if (!isReviewed) return;
  const isApproved = rules.approvals === undefined ? undefined : rules.approvals > 0;
  ask(isApproved, 'how many must approve', 'changes without a review', 'require an approval');
  ask(
    rules.needsChecks,
    'which checks are required',
    'changes without a check that passed',
    'require status checks',
  );
}
