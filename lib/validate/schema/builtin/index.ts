import { admission } from './admission.ts';
import { apps } from './apps.ts';
import { autoscaling } from './autoscaling.ts';
import { batch } from './batch.ts';
import { cluster } from './cluster.ts';
import { configuration } from './configuration.ts';
import { containers } from './containers.ts';
import { definitions } from './definitions.ts';
import { endpoints } from './endpoints.ts';
import { environment } from './environment.ts';
import { meta } from './meta.ts';
import { networking } from './networking.ts';
import { pods } from './pods.ts';
import { others } from './others.ts';
import { policy } from './policy.ts';
import { probes } from './probes.ts';
import { rbac } from './rbac.ts';
import { resources } from './resources.ts';
import type { RuleTable } from './rules.ts';
import { scheduling } from './scheduling.ts';
import { security } from './security.ts';
import { services } from './services.ts';
import { volumeSources } from './volume-sources.ts';
import { volumes } from './volumes.ts';

/** What Kubernetes checks in code, by definition of its API. */
export const builtinRules: RuleTable = {
  ...meta,
  ...containers,
  ...environment,
  ...probes,
  ...resources,
  ...security,
  ...pods,
  ...scheduling,
  ...volumes,
  ...volumeSources,
  ...apps,
  ...batch,
  ...services,
  ...endpoints,
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
