import { Environment, type EnvironmentName } from '../../../lib/index.ts';
import { appIn, clusterIn, configMapIn, type Define } from '../../support/fleet.ts';
import type { CheckCases } from '../support.ts';

const fleetWith =
  (branches?: Readonly<Record<string, readonly EnvironmentName[]>>): Define =>
  (fleet) => {
    const cluster = clusterIn(fleet);
    const environment = Environment.development;
    configMapIn(appIn(cluster, 'next', { environment, namespace: 'next' }));
    if (branches) fleet.publishFrom(branches);
  };

export const publishingBranches: CheckCases = {
  fails: {
    'two branches publish one environment': {
      define: fleetWith({ main: ['production', 'development'], develop: ['development'] }),
    },
    'no branch publishes an environment': { define: fleetWith({ main: ['production'] }) },
    'there are two environments, and nothing says which branch publishes which': {
      define: fleetWith(),
    },
  },
  passes: {
    'each has its branch': {
      define: fleetWith({ main: ['production'], develop: ['development'] }),
    },
    'there is only one environment': {},
  },
};
