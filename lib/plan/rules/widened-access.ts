import { listAt, type Manifest, textAt } from '../../kubernetes/index.ts';
import { isEqual } from '../compare/index.ts';
import type { Described } from '../describe.ts';
import { isApplied, isKind } from './about.ts';
import type { Rule } from './rule.ts';

const group = 'rbac.authorization.k8s.io';
const all = '*';

/** What a role allows, one verb on one resource at a time. */
function grants(role: Manifest | undefined): readonly string[] {
  const texts = (rule: unknown, field: string): readonly string[] =>
    listAt(rule, field).filter((each) => typeof each === 'string');
  return listAt(role, 'rules').flatMap((rule) => {
    const paths = texts(rule, 'nonResourceURLs');
    const only = texts(rule, 'resourceNames').map((name) => ` named ${name}`);
    const resources = texts(rule, 'resources').flatMap((resource) =>
      texts(rule, 'apiGroups').flatMap((each) =>
        (only.length > 0 ? only : ['']).map(
          (name) => `${resource}${each === '' ? '' : `.${each}`}${name}`,
        ),
      ),
    );
    return texts(rule, 'verbs').flatMap((verb) =>
      [...resources, ...paths].map((what) => `${verb} ${what}`),
    );
  });
}

function widened(change: Described): string | undefined {
  const { before, after } = change;
  if (isKind(change, `Role.${group}`, `ClusterRole.${group}`)) return widenedRole(before, after);
  if (!isKind(change, `RoleBinding.${group}`, `ClusterRoleBinding.${group}`)) return undefined;
  const role = textAt(after, 'roleRef', 'name') ?? '';
  const known = listAt(before, 'subjects');
  const added = listAt(after, 'subjects').filter(
    (each) => !known.some((old) => isEqual(old, each)),
  );
  // A new binding is ordinary, unless it gives everything.
  if (added.length === 0 || (before === undefined && role !== 'cluster-admin')) return undefined;
  const subjects = added.map(
    (each) => `${textAt(each, 'kind') ?? ''} ${textAt(each, 'name') ?? ''}`,
  );
  return `gives ${role} to ${subjects.join(', ')}`;
}

function widenedRole(
  before: Manifest | undefined,
  after: Manifest | undefined,
): string | undefined {
  const known = new Set(grants(before));
  const added = grants(after).filter((each) => !known.has(each));
  // Every new role allows something; a wildcard is worth a look.
  const told = before === undefined ? added.filter((each) => each.includes(all)) : added;
  if (told.length === 0) return undefined;
  const [first = ''] = told;
  return `allows ${first}${told.length > 1 ? ` and ${told.length - 1} more` : ''}`;
}

/** A role allows more, or a binding gives it to more. */
export const widenedAccess: Rule = {
  code: 'widened-access',
  level: 'caution',
  matches: (change) => isApplied(change) && widened(change) !== undefined,
  explain: (change) => widened(change) ?? '',
  remedy: 'Name the verbs, resources and subjects that are needed, and no others.',
};
