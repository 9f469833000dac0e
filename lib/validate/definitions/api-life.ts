import { type ApiLife, apiLife } from '../api-life/index.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** What becomes of the version in which an object is written. */
export function lifeOf(cluster: Subjects, { manifest }: Subject): ApiLife | undefined {
  const { schemas } = cluster;
  const { apiVersion, kind } = manifest;
  if (schemas === undefined) return undefined;
  return cluster.once(`life of ${apiVersion} ${kind}`, () =>
    apiLife(apiVersion, kind, schemas.kubernetes, schemas),
  );
}

function complaints(state: ApiLife['state'], say: (life: ApiLife) => string): Rule['check'] {
  return function* check(cluster): Generator<Complaint> {
    for (const subject of cluster.all) {
      const life = lifeOf(cluster, subject);
      if (life?.state !== state) continue;
      const { apiVersion, kind } = subject.manifest;
      const at = subject.field('apiVersion');
      const hint = life.replacement === undefined ? undefined : `Write ${life.replacement}.`;
      const message = `${apiVersion} ${kind} ${say(life)}`;
      yield { subject, at, message, ...(hint !== undefined && { hint }) };
    }
  };
}

const remedy = 'Write it in a version that stays.';

/** A version that the cluster does not serve. */
export const removedApi: Rule = {
  about: 'objects',
  code: 'removed-api',
  level: 'error',
  set: 'schema',
  check: complaints('removed', ({ removedIn }) =>
    removedIn === undefined ? 'is served no more' : `is gone since Kubernetes ${removedIn}`,
  ),
  remedy,
};

/** A version that one of the next two minor versions of Kubernetes does not serve. */
export const endingApi: Rule = {
  about: 'objects',
  code: 'ending-api',
  level: 'warning',
  set: 'schema',
  check: complaints('ending', ({ removedIn = '' }) => `goes with Kubernetes ${removedIn}`),
  remedy,
};

/** A version that is served, and beside which there is a better one. */
export const deprecatedApi: Rule = {
  about: 'objects',
  code: 'deprecated-api',
  level: 'warning',
  set: 'schema',
  check: complaints('deprecated', () => 'is deprecated'),
  remedy,
};
