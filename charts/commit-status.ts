import { Construct } from 'constructs';
import { Alert, type AlertSpec, AppChart, Provider } from 'sluice';
import { kustomizationsOf, runsArtifact } from './flux-sources.ts';

/** Where statuses of commits go. */
interface CommitStatusBase {
  /**
   * The Secret with a `token` that may write statuses, or for GitHub the keys of a GitHub App, in the
   * namespace of the app: an `EncryptedSecret`, or the name of one that External Secrets makes.
   */
  readonly secretRef: { readonly name: string };
  /** Whose outcome is told. Default: all Kustomizations of the cluster. */
  readonly eventSources?: AlertSpec['eventSources'];
}

/** Options of the statuses of commits. */
export type CommitStatusProps = CommitStatusBase &
  (
    | {
        readonly type: 'github';
        /**
         * URL of the repository. Default: the manifests repository of the cluster. An artifact says of
         * which commit it was made, so where a cluster runs one, it is the program's repository.
         */
        readonly address?: string;
      }
    | {
        readonly type: 'gitlab';
        /**
         * Its host and the id of the project, such as `https://gitlab.com/1234`: names do not work
         * everywhere (notification-controller v1.9.4, docs/spec/v1beta3/providers.md, "GitLab").
         */
        readonly address: string;
      }
  );

/**
 * Reports to each commit of the manifests repository what became of it, app by app, as the status
 * `<cluster>/<Kustomization>`, which a branch rule may ask for.
 *
 * Flux reports to the commit that it applied, or to the one that an OCI artifact says that it was made
 * of (fluxcd/pkg/apis/event v0.27.2, v1beta1/event.go, `GetRevision`). It tells of success and of
 * failure, not of waiting.
 *
 * @example
 * const file = new URL('./status.sops.yaml', import.meta.url);
 * new CommitStatus(this, 'status', {
 *   type: 'github',
 *   secretRef: EncryptedSecret.fromFile(this, 'status-token', file),
 * });
 */
export class CommitStatus extends Construct {
  /** @throws Error where the cluster runs an artifact and there is no address */
  constructor(scope: Construct, id: string, props: CommitStatusProps) {
    super(scope, id);
    const { cluster } = AppChart.of(this);
    const { type, secretRef } = props;
    if (props.address === undefined && runsArtifact(cluster)) {
      throw new Error(
        `${cluster.node.id} runs an artifact: name the program's repository as address`,
      );
    }
    const { address = cluster.source.url } = props;
    const { providerRef } = new Provider(this, 'Resource', {
      type,
      address,
      secretRef: { name: secretRef.name },
      // By itself Flux would write part of the Provider's uid for the cluster.
      commitStatusExpr: `'${cluster.node.id}/' + event.involvedObject.name`,
    });
    const { eventSources = kustomizationsOf(cluster) } = props;
    new Alert(this, 'Default', { providerRef, eventSources });
  }
}
