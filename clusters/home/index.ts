import { Cluster, Environment, type Fleet } from 'sluice';
import { Authentik } from '../../apps/authentik/index.ts';
import { Minio } from '../../apps/minio/index.ts';
import { Notes } from '../../apps/notes/index.ts';
import { Podinfo } from '../../apps/podinfo/index.ts';
import { Renovate } from '../../apps/renovate/index.ts';
import { Shop } from '../../apps/shop/index.ts';
import { people } from '../people.ts';
import { platform } from '../platform.ts';

const tunnel = '0d4a9a1e-5b0f-4a5e-9b76-2f6f0c1d7e11';

/** The cluster that people use. */
export function home(fleet: Fleet): void {
  const cluster = new Cluster(fleet, 'home', {
    environment: Environment.production.with({ sops: people }),
    domain: 'home.example.org',
    kubernetes: '1.34',
    source: {
      url: 'https://github.com/example/manifests',
      branch: 'main',
      secret: 'manifests',
    },
    sops: { age: ['age1spmg43dvaa7mwv5wec0zqcvrz07nltgrcaf4u2pr04txg2t6a5fslc38fq'] },
  });
  const after = platform(cluster, {
    secrets: '7e1b7a52-35a0-4d4c-8c5f-6d1f0b7c9a01',
    tunnel,
    terraform: ['authentik', 'minio'],
  });
  new Authentik(cluster, 'authentik', { after });
  new Minio(cluster, 'minio', { buckets: ['backups', 'pictures'], after });
  new Renovate(cluster, 'renovate', { repositories: ['example/fleet'], after });
  new Podinfo(cluster, 'podinfo', { after });
  new Shop(cluster, 'shop', { tunnel, after });
  new Notes(cluster, 'notes', { after });
}
