import { meta } from './meta.ts';
import type { RuleTable } from './rules.ts';

/** What Kubernetes checks in code, by definition of its API. */
export const builtinRules: RuleTable = { ...meta };
