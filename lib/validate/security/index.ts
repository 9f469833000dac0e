import type { Rule } from '../rule.ts';
import { podSecurity } from './pod-security.ts';

/** What namespaces say that they refuse. */
export const security: readonly Rule[] = [podSecurity];
