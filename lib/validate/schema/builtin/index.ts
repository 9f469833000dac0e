import { admission } from './admission.ts';
import { apps } from './apps.ts';
import { autoscaling } from './autoscaling.ts';
import { batch } from './batch.ts';
import { cluster } from './cluster.ts';
import { configuration } from './configuration.ts';
import { containers } from './containers.ts';
import { definitions } from './definitions.ts';
import { meta } from './meta.ts';
import { networking } from './networking.ts';
import { pods } from './pods.ts';
import { others } from './others.ts';
import { policy } from './policy.ts';
import { rbac } from './rbac.ts';
import type { RuleTable } from './rules.ts';
import { scheduling } from './scheduling.ts';
import { services } from './services.ts';
import { volumes } from './volumes.ts';

/** What Kubernetes checks in code, by definition of its API. */
export const builtinRules: RuleTable = {
  ...meta,
  ...containers,
  ...pods,
  ...scheduling,
  ...volumes,
  ...apps,
  ...batch,
  ...services,
  ...configuration,
  ...rbac,
  ...networking,
  ...autoscaling,
  ...policy,
  ...cluster,
  ...admission,
  ...others,
  ...definitions,
};
