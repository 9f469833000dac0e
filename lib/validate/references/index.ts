import type { Rule } from '../rule.ts';
import { missingConfigMap } from './missing-config-map.ts';
import { missingSecret } from './missing-secret.ts';

/** What one object names and another should be. */
export const references: readonly Rule[] = [missingConfigMap, missingSecret];
