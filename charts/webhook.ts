import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AppChart, type FluxReference, Receiver } from 'sluice';
import { fluxNamespace, runsArtifact, treeSource } from './flux-sources.ts';

/** Options of a webhook. */
export interface WebhookProps {
  /** Who calls: GitHub (Gitea and Forgejo too) or GitLab. */
  readonly type: 'github' | 'gitlab';
  /**
   * The Secret with the key `token`, in the namespace of the app: an `EncryptedSecret`, or the name of
   * one that External Secrets makes. The Git host is told the same token.
   */
  readonly secretRef: { readonly name: string };
  /**
   * Of which events Flux takes notice, beside the ping with which GitHub begins. Default: pushes; for
   * the artifact of a cluster, that GitHub has a new package, or that a pipeline of GitLab changes.
   */
  readonly events?: readonly string[];
  /** What Flux looks at then. Default: the source of the cluster's tree. */
  readonly resources?: readonly FluxReference<'GitRepository' | 'OCIRepository'>[];
  /** Host name under which an Ingress serves the hook. Default: none, so something else must. */
  readonly host?: string;
  /** Class of the Ingress. Default: `nginx` */
  readonly ingressClassName?: string;
}

// notification-controller v1.9.4, docs/spec/v1/receivers.md, "GitHub" and "GitLab"; the names are the hosts'.
const pushes = { github: ['ping', 'push'], gitlab: ['Push Hook'] } as const;
// A push comes before the artifact that is made of it.
const artifacts = { github: ['ping', 'package'], gitlab: ['Pipeline Hook'] } as const;

/**
 * Tells Flux of a push at once, instead of at the next interval.
 *
 * The Git host is to call `https://<host>/hook/<digest>`. The digest is made of token, name and
 * namespace; the Receiver has the path in `status.webhookPath`. The Ingress leads to the Service
 * `webhook-receiver` of Flux, which its NetworkPolicy `allow-webhooks` opens to all namespaces
 * (flux-operator v0.59.0, config/data/flux/v2.9.5).
 *
 * @example
 * const file = new URL('./webhook.sops.yaml', import.meta.url);
 * new Webhook(this, 'github', {
 *   type: 'github',
 *   secretRef: EncryptedSecret.fromFile(this, 'webhook-token', file),
 *   host: `flux.${this.cluster.domain}`,
 * });
 */
export class Webhook extends Construct {
  readonly receiver: Receiver;

  constructor(scope: Construct, id: string, props: WebhookProps) {
    super(scope, id);
    const { namespace, cluster } = AppChart.of(this);
    const { type, secretRef, resources = [treeSource(cluster)] } = props;
    const isArtifact = props.resources === undefined && runsArtifact(cluster);
    const { events = (isArtifact ? artifacts : pushes)[type] } = props;
    this.receiver = new Receiver(this, 'Resource', {
      type,
      events,
      secretRef: { name: secretRef.name },
      resources: resources.map(({ kind, name, namespace: other = namespace }) => ({
        kind,
        name,
        ...(other !== undefined && other !== namespace && { namespace: other }),
      })),
    });
    if (props.host !== undefined) this.#serve(props.host, props.ingressClassName ?? 'nginx');
  }

  /** An Ingress can only lead to Services of its own namespace. */
  #serve(host: string, ingressClassName: string): void {
    const service = { name: 'webhook-receiver', port: { number: 80 } };
    const paths = [{ path: '/hook/', pathType: 'Prefix', backend: { service } }];
    new ApiObject(this, 'Default', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { namespace: fluxNamespace },
      spec: { ingressClassName, rules: [{ host, http: { paths } }] },
    });
  }
}
