import { Cluster, Environment, type Fleet } from 'sluice';
import { Notes } from '../../apps/notes/index.ts';
import { Shop } from '../../apps/shop/index.ts';
import { people } from '../people.ts';
import { platform } from '../platform.ts';

const development = { environment: Environment.development };

/** One cluster with two instances of each application: what `develop` publishes and what `main` does. */
export function lab(fleet: Fleet): void {
  const cluster = new Cluster(fleet, 'lab', {
    environment: Environment.production.with({ sops: people }),
    domain: 'lab.example.org',
    kubernetes: '1.36',
    source: {
      url: 'https://github.com/example/manifests',
      branch: 'main',
      secret: 'manifests',
    },
    sops: { age: ['age1eyg0vu6jvfgm36jgymyg3ghxw73m2vfqcwyxsurvm85p9a3wmadqfhtpg4'] },
  });
  const after = platform(cluster, {
    secrets: '7e1b7a52-35a0-4d4c-8c5f-6d1f0b7c9a03',
    tunnel: '0d4a9a1e-5b0f-4a5e-9b76-2f6f0c1d7e33',
  });
  new Shop(cluster, 'shop', { after });
  new Shop(cluster, 'shop-dev', { ...development, after });
  new Notes(cluster, 'notes', { after });
  new Notes(cluster, 'notes-dev', { ...development, after });
}
