import { deployment, running } from '../../support.ts';
import { betweenObjects, type RuleCases } from '../support.ts';

const bump = (before: string, after: string) =>
  betweenObjects([deployment('web', running(before))], [deployment('web', running(after))]);

export const majorImage: RuleCases = {
  told: {
    'an image goes from 6.7.1 to 7.0.0': bump('r.io:5000/web:6.7.1', 'r.io:5000/web:7.0.0'),
    'a tag with suffix and digest goes from v1 to v2': bump(
      'web:v1.2-alpine',
      'web:v2.0-alpine@sha256:aa',
    ),
  },
  silent: {
    'it goes from 6.7.1 to 6.8.0': bump('web:6.7.1', 'web:6.8.0'),
    'its tag was latest': bump('web:latest', 'web:7.0.0'),
    'it is another image': bump('web:6.7.1', 'other:7.0.0'),
    'its tags are dates': bump('web:20240101', 'web:20250101'),
  },
};
