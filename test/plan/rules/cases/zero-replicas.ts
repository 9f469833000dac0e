import { deployment } from '../../support.ts';
import { betweenObjects, type RuleCases } from '../support.ts';

const web = (replicas: number) => deployment('web', { replicas });

export const zeroReplicas: RuleCases = {
  told: { 'the replicas of a Deployment go from 1 to 0': betweenObjects([web(1)], [web(0)]) },
  silent: {
    'they go from 3 to 1': betweenObjects([web(3)], [web(1)]),
    'a Deployment is new with none': betweenObjects([], [web(0)]),
    'they were none before': betweenObjects(
      [web(0)],
      [deployment('web', { replicas: 0, paused: true })],
    ),
  },
};
