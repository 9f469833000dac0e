import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';

/** Options of the controller. */
export interface TofuControllerProps extends AppChartProps {
  /** The namespaces with workspaces: each gets the service account that they run as. */
  readonly namespaces: readonly string[];
}

/** Applies TerraformWorkspaces. */
export class TofuController extends AppChart {
  constructor(scope: Cluster, id: string, props: TofuControllerProps) {
    super(scope, id, { namespace: 'flux-system', ...props });
    new HelmApp(this, 'tofu-controller', {
      repository: 'oci://ghcr.io/flux-iac/charts',
      chart: 'tofu-controller',
      version: '0.16.5',
      values: {
        replicaCount: 1,
        runner: { serviceAccount: { allowedNamespaces: props.namespaces } },
      },
    });
  }
}
