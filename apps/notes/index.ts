import { AppChart, type AppChartProps, type Cluster, datedBuild, Image } from 'sluice';
import { AppRepository, ExternalSecret, RestrictedNamespace } from 'sluice/charts';

/**
 * An application of one's own that keeps its manifests beside its source: `k8s/dev` on `develop`,
 * `k8s/prod` on `main`. Flux commits the tags of its pipeline there.
 */
export class Notes extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: id, ...props });
    new RestrictedNamespace(this, 'namespace');
    const prefix = this.environment.pick({ production: 'prod-', default: 'dev-' });
    const domain = this.environment.pick({
      production: this.cluster.domain,
      default: `dev.${this.cluster.domain}`,
    });
    const deployKey = new ExternalSecret(this, 'deploy-key', {
      keys: {
        identity: 'notes-deploy-key',
        known_hosts: 'github-known-hosts',
      },
    });
    new AppRepository(this, 'source', {
      url: 'ssh://git@github.com/example/notes',
      secret: deployKey.name,
      images: [
        Image.of('ghcr.io/example/notes', {
          tag: `${prefix}20261120.1`,
          policy: datedBuild(prefix),
        }),
      ],
      substitute: { HOST: `notes.${domain}` },
    });
  }
}
