import { definitions } from './definitions/index.ts';
import { hazards } from './hazards/index.ts';
import { practice } from './practice/index.ts';
import { references } from './references/index.ts';
import type { Rule } from './rule.ts';
import { security } from './security/index.ts';

/** The rules that come with Sluice, in the order in which they are asked. */
export const defaultRules: readonly Rule[] = [
  ...definitions,
  ...references,
  ...hazards,
  ...security,
  ...practice,
];
