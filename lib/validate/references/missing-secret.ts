import type { Rule } from '../rule.ts';
import { missing } from './named.ts';

/** As a ConfigMap; but Secrets are often made by hand, so that it is no error. */
export const missingSecret: Rule = {
  about: 'objects',
  code: 'missing-secret',
  level: 'warning',
  set: 'references',
  check: (cluster) => missing(cluster, 'Secret'),
  remedy:
    'Add it as a SOPS file or an ExternalSecret, or suppress this where somebody makes it by hand.',
};
