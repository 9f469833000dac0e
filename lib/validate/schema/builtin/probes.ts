import type { JsonObject } from '../../../kubernetes/index.ts';
import type { Report, RuleTable } from './rules.ts';
import {
  atLeast,
  exactlyOne,
  isGiven,
  isNumber,
  mapOf,
  optionalOneOf,
  port,
  portOrName,
  someItems,
  textOf,
} from './values.ts';

/** What only some of the probes of a container may say. */
export function checkProbes(container: JsonObject, report: Report): void {
  for (const name of ['livenessProbe', 'startupProbe']) {
    const { successThreshold } = mapOf(container[name]);
    if (isNumber(successThreshold) && successThreshold > 1)
      report('must be 1', [name, 'successThreshold']);
  }
  if (isGiven(mapOf(container['readinessProbe'])['terminationGracePeriodSeconds'])) {
    report('must not be there', ['readinessProbe', 'terminationGracePeriodSeconds'], 'forbidden');
  }
}

// k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go: validateProbe, validateHandler.
export const probes: RuleTable = {
  'api.core.v1.Probe': {
    fields: {
      initialDelaySeconds: atLeast(0),
      timeoutSeconds: atLeast(0),
      periodSeconds: atLeast(0),
      successThreshold: atLeast(0),
      failureThreshold: atLeast(0),
      terminationGracePeriodSeconds: atLeast(1),
    },
    check: exactlyOne('exec', 'httpGet', 'tcpSocket', 'grpc'),
  },
  'api.core.v1.LifecycleHandler': { check: exactlyOne('exec', 'httpGet', 'tcpSocket', 'sleep') },
  'api.core.v1.SleepAction': { fields: { seconds: atLeast(0) } },
  'api.core.v1.ExecAction': { required: ['command'], fields: { command: someItems } },
  'api.core.v1.HTTPGetAction': {
    fields: {
      port: portOrName,
      scheme: optionalOneOf('HTTP', 'HTTPS'),
    },
  },
  'api.core.v1.HTTPHeader': {
    fields: {
      name: (value, report) => {
        if (!/^[-A-Za-z0-9]+$/.test(textOf(value))) report('must be letters, digits and -');
      },
    },
  },
  'api.core.v1.TCPSocketAction': { fields: { port: portOrName } },
  'api.core.v1.GRPCAction': { fields: { port } },
};
