/** Brings a cluster to its fleet, by the stages of `sluice bootstrap`: what `pulumi up` runs. */
import { Provider } from '@pulumi/kubernetes';
import { Config } from '@pulumi/pulumi';
import { stages } from '../lib/bootstrap/index.ts';
import { inputOf } from './input.ts';
import { applyStages } from './resources.ts';

const config = new Config();
const provider = new Provider('cluster', {
  // Named, so that no other cluster is changed because it is the current one.
  context: config.require('context'),
  enableServerSideApply: true,
  // Else a changed one would be deleted first, and Flux be without it.
  enableSecretMutable: true,
  enableConfigMapMutable: true,
});
applyStages(stages(inputOf(config)), provider);
