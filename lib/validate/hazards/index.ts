import type { Rule } from '../rule.ts';
import { crdsFromTwo } from './crds-from-two.ts';
import { crossedNamespace } from './crossed-namespace.ts';
import { earlyCustomResource } from './early-custom-resource.ts';
import { halvedDollar } from './halved-dollar.ts';
import { ignoredHealthChecks } from './ignored-health-checks.ts';
import { misplacedMarker } from './misplaced-marker.ts';
import { numberFromVariable } from './number-from-variable.ts';
import { selfPruning } from './self-pruning.ts';
import { sharedObject } from './shared-object.ts';
import { shortInterval } from './short-interval.ts';
import { undecryptedObject } from './undecrypted-object.ts';
import { unprovenDependency } from './unproven-dependency.ts';
import { unsubstitutedVariable } from './unsubstituted-variable.ts';

/** What Flux would do that nobody wants. */
export const hazards: readonly Rule[] = [
  sharedObject,
  earlyCustomResource,
  unprovenDependency,
  ignoredHealthChecks,
  selfPruning,
  undecryptedObject,
  halvedDollar,
  numberFromVariable,
  unsubstitutedVariable,
  misplacedMarker,
  shortInterval,
  crdsFromTwo,
  crossedNamespace,
];
