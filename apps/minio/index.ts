import { AppChart, type AppChartProps, type Cluster, GitRepository } from 'sluice';
import { ExternalSecret, HelmApp, TerraformWorkspace } from 'sluice/charts';

/** Options of MinIO. */
export interface MinioProps extends AppChartProps {
  /** The buckets that there are. */
  readonly buckets: readonly string[];
}

/**
 * Object storage, with buckets by Terraform. MinIO's project gives out no images any more (October 2025):
 * these are the last ones. `Garage` is the living one beside it (docs/retired.md).
 */
export class Minio extends AppChart {
  constructor(scope: Cluster, id: string, props: MinioProps) {
    super(scope, id, { namespace: 'minio', ...props });
    const root = new ExternalSecret(this, 'root', {
      keys: {
        rootUser: 'minio-user',
        rootPassword: 'minio-password',
      },
    });
    new HelmApp(this, 'minio', {
      repository: 'https://charts.min.io',
      chart: 'minio',
      version: '5.4.0',
      values: {
        mode: 'standalone',
        existingSecret: root.name,
        persistence: { size: this.environment.pick({ production: '200Gi', default: '10Gi' }) },
        resources: { requests: { memory: '512Mi' } },
      },
    });
    const { sourceRef: source } = new GitRepository(this, 'terraform', {
      url: 'https://github.com/example/terraform',
      ref: { branch: 'main' },
    });
    new TerraformWorkspace(this, 'buckets', {
      source,
      path: './minio/buckets',
      approve: 'auto',
      inputs: { server: 'minio.minio.svc:9000', buckets: props.buckets },
      inputsFrom: [root.name],
    });
  }
}
