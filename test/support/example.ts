import * as kplus from 'cdk8s-plus-28';
import type { Fleet } from '../../lib/index.ts';
import { appIn, clusterIn } from './fleet.ts';

/** A fleet of some apps whose text differs in what languages and time zones could change. */
export function exampleFleet(fleet: Fleet, reverse = false): void {
  for (const name of ['home', 'lab']) {
    const cluster = clusterIn(fleet, name, { settings: { ZONE: 'İstanbul', COUNT: '1' } });
    const ids = ['info', 'web', 'api'];
    for (const id of reverse ? ids.reverse() : ids) {
      const app = appIn(cluster, id);
      const containers = [{ image: 'nginx:1.29', portNumber: 80 }];
      new kplus.Deployment(app, `${id}-server`, { containers }).exposeViaService();
      new kplus.ConfigMap(app, `${id}-config`, { data: { I: 'i', ä: 'ö', b: 'B', _: '1.5' } });
    }
  }
}
