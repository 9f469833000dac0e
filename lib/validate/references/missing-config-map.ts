import type { Rule } from '../rule.ts';
import { missing } from './named.ts';

/** A container whose ConfigMap is missing never starts: CreateContainerConfigError, or a volume that waits. */
export const missingConfigMap: Rule = {
  about: 'objects',
  code: 'missing-config-map',
  level: 'error',
  set: 'references',
  check: (cluster) => missing(cluster, 'ConfigMap'),
  remedy:
    'Add the ConfigMap to the tree, in the namespace of the pod, or mark the reference optional.',
};
