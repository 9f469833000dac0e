import type { Rule } from '../rule.ts';
import { missingAccount } from './missing-account.ts';
import { missingBackend } from './missing-backend.ts';
import { missingCertificate } from './missing-certificate.ts';
import { missingClaim } from './missing-claim.ts';
import { missingClass } from './missing-class.ts';
import { missingConfigMap } from './missing-config-map.ts';
import { missingCredentials } from './missing-credentials.ts';
import { missingFluxObject } from './missing-flux-object.ts';
import { missingImagePolicy } from './missing-image-policy.ts';
import { missingIssuer } from './missing-issuer.ts';
import { missingKey } from './missing-key.ts';
import { missingParent } from './missing-parent.ts';
import { missingPullSecret } from './missing-pull-secret.ts';
import { missingRelease } from './missing-release.ts';
import { missingRole } from './missing-role.ts';
import { missingScaleTarget } from './missing-scale-target.ts';
import { missingSecret } from './missing-secret.ts';
import { missingSource } from './missing-source.ts';
import { missingStore } from './missing-store.ts';
import { missingSubject } from './missing-subject.ts';
import { missingTargetPort } from './missing-target-port.ts';
import { missingValues } from './missing-values.ts';
import { undefinedNamespace } from './undefined-namespace.ts';
import { unmatchedPolicy } from './unmatched-policy.ts';
import { unmatchedService } from './unmatched-service.ts';

/** What one object names and another should be. */
export const references: readonly Rule[] = [
  missingSource,
  missingRelease,
  missingFluxObject,
  missingCredentials,
  missingValues,
  missingConfigMap,
  missingSecret,
  missingKey,
  missingPullSecret,
  missingAccount,
  missingRole,
  missingSubject,
  missingClaim,
  unmatchedService,
  missingTargetPort,
  missingBackend,
  missingParent,
  missingCertificate,
  unmatchedPolicy,
  missingStore,
  missingIssuer,
  missingImagePolicy,
  missingScaleTarget,
  undefinedNamespace,
  missingClass,
];
