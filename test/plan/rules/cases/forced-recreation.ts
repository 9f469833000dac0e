import { deployment, told } from '../../support.ts';
import { betweenObjects, type RuleCases } from '../support.ts';

const web = (app: string, replicas = 1) =>
  deployment('web', { replicas, selector: { matchLabels: { app } } });
const forced = (object: ReturnType<typeof web>) => told(object, { force: 'enabled' });

export const forcedRecreation: RuleCases = {
  told: {
    'the selector of a Deployment with force: enabled changes': betweenObjects(
      [web('a')],
      [forced(web('b'))],
    ),
  },
  silent: {
    'its replicas change instead': betweenObjects([web('a')], [forced(web('a', 2))]),
    'nothing forces it': { ...betweenObjects([web('a')], [web('b')]), beside: ['immutable-field'] },
  },
};
