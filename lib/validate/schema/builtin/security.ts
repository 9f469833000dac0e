import type { JsonObject } from '../../../kubernetes/index.ts';
import type { FieldRule, Report, RuleTable } from './rules.ts';
import {
  between,
  containedPath,
  distinct,
  dnsName,
  isGiven,
  isSubdomain,
  listOf,
  mapOf,
  oneOf,
  optionalOneOf,
  textOf,
} from './values.ts';

/** The id of a user or group. */
const userId = between(0, 2 ** 31 - 1);

function securityContext(object: JsonObject, report: Report): void {
  if (object['allowPrivilegeEscalation'] !== false) return;
  const added = listOf(mapOf(object['capabilities'])['add']);
  if (
    object['privileged'] === true ||
    added.includes('SYS_ADMIN') ||
    added.includes('CAP_SYS_ADMIN')
  ) {
    report('must not be false for a privileged container', ['allowPrivilegeEscalation']);
  }
}

function localProfile(object: JsonObject, report: Report): void {
  const isLocal = object['type'] === 'Localhost';
  const profile = isGiven(object['localhostProfile']);
  if (isLocal && !profile) report('needs the field localhostProfile', [], 'missing-field');
  if (!isLocal && profile) report('is for the type Localhost', ['localhostProfile'], 'forbidden');
}

const appArmorProfile: FieldRule = (value, report) => {
  const text = textOf(value);
  if (text.trim() !== text) report('must not begin or end with a space');
  if (text.trim() === '') report('must not be empty', [], 'missing-field');
  if (Buffer.byteLength(text) > 4095) report('must have at most 4095 bytes');
};

function sysctls(object: JsonObject, report: Report): void {
  const names = listOf(object['sysctls']).map((each) => textOf(mapOf(each)['name']));
  distinct(names, (message, path = [], kind) =>
    report(message, ['sysctls', ...path, 'name'], kind),
  );
}

/** A user of Windows, with or without a domain: `NT AUTHORITY\\SYSTEM`. */
const windowsUser: FieldRule = (value, report) => {
  const text = textOf(value);
  const parts = text.split('\\');
  const user = parts.at(-1) ?? '';
  const domain = parts.length > 1 ? parts[0] : undefined;
  if (text === '') report('must not be empty');
  // eslint-disable-next-line no-control-regex
  else if (/[\0-\x1f\x7f]/.test(text)) report('must not hold control characters');
  else if (parts.length > 2) report('must not hold more than one \\');
  else if (domain !== undefined && !isDomain(domain)) report('must begin with a domain');
  else if (
    user === '' ||
    user.length > 104 ||
    /^[. ]+$/.test(user) ||
    /["/:;|=,+*?<>@[\]]/.test(user)
  )
    report('must be the name of a user of Windows');
};

function isDomain(text: string): boolean {
  if (text.length >= 256) return false;
  return /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/.test(text) || isSubdomain(text.toLowerCase());
}

const credentials: FieldRule = (value, report) => {
  const size = Buffer.byteLength(textOf(value));
  if (size === 0) report('must not be empty');
  if (size > 64 * 1024) report('must have at most 64 KiB');
};

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: ValidateSecurityContext,
// ValidatePodSecurityContext, validateWindowsSecurityContextOptions.
export const security: RuleTable = {
  'api.core.v1.SecurityContext': {
    fields: {
      runAsUser: userId,
      runAsGroup: userId,
      procMount: optionalOneOf('Default', 'Unmasked'),
    },
    check: securityContext,
  },
  'api.core.v1.PodSecurityContext': {
    check: sysctls,
    fields: {
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      fsGroupChangePolicy: oneOf('Always', 'OnRootMismatch'),
      seLinuxChangePolicy: oneOf('MountOption', 'Recursive'),
      supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
      supplementalGroups: (value, report) => {
        for (const [index, each] of listOf(value).entries()) {
          userId(each, (message) => report(message, [index]));
        }
      },
    },
  },
  'api.core.v1.SeccompProfile': {
    fields: {
      type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
      localhostProfile: containedPath,
    },
    check: localProfile,
  },
  'api.core.v1.AppArmorProfile': {
    fields: {
      type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
      localhostProfile: appArmorProfile,
    },
    check: localProfile,
  },
  'api.core.v1.WindowsSecurityContextOptions': {
    fields: {
      gmsaCredentialSpecName: dnsName,
      gmsaCredentialSpec: credentials,
      runAsUserName: windowsUser,
    },
  },
  'api.core.v1.Sysctl': {
    fields: {
      name: (value, report) => {
        const text = textOf(value);
        if (text === '') report('must not be empty', [], 'missing-field');
        else if (
          text.length > 253 ||
          !/^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(text)
        ) {
          report('is no name of a sysctl');
        }
      },
    },
  },
};
