import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => configMap(`c${index}`));
// The root has one more object: the Kustomization.
const shrunk = (from: number, to: number) =>
  between(inCluster(k('a', many(from - 1))), inCluster(k('a', many(to - 1))));

export const largeChangeSet: RuleCases = {
  told: {
    '10 of 40 objects are deleted': shrunk(40, 30),
    '15 of 40 objects are deleted': shrunk(40, 25),
  },
  silent: {
    '9 of 10 objects are deleted': shrunk(10, 1),
    '10 of 41 objects are deleted': shrunk(41, 31),
  },
};
