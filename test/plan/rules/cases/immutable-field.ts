import { claim, told } from '../../support.ts';
import { betweenObjects, type RuleCases } from '../support.ts';

const before = claim('c', { spec: { storageClassName: 'a' } });
const after = claim('c', { spec: { storageClassName: 'b' } });
const larger = claim('c', {
  spec: { storageClassName: 'a', resources: { requests: { storage: '2Gi' } } },
});

export const immutableField: RuleCases = {
  told: { 'a claim gets another storageClassName': betweenObjects([before], [after]) },
  silent: {
    'it asks for more storage': betweenObjects([before], [larger]),
    'the object bears force: enabled': {
      ...betweenObjects([before], [told(after, { force: 'enabled' })]),
      beside: ['deleted-volume-claim', 'forced-recreation'],
    },
  },
};
