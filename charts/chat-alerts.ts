import { Construct } from 'constructs';
import { Alert, type AlertSpec, AppChart, Provider, type ProviderSpec } from 'sluice';
import { eventsOf } from './flux-sources.ts';

/** The chats that Flux speaks to. */
export type Chat = Extract<
  ProviderSpec['type'],
  | 'discord'
  | 'googlechat'
  | 'lark'
  | 'matrix'
  | 'msteams'
  | 'rocket'
  | 'slack'
  | 'telegram'
  | 'webex'
  | 'zulip'
>;

/** Options of alerts in a chat. */
export interface ChatAlertsProps {
  readonly type: Chat;
  /**
   * The Secret with what the chat asks for, in the namespace of the app: its `address` where that lets
   * anybody in who knows it, or a `token`. An `EncryptedSecret`, or the name of one that External
   * Secrets makes.
   */
  readonly secretRef: { readonly name: string };
  /** URL of the chat. Default: `address` of the Secret. */
  readonly address?: string;
  /** The channel or room. Default: that of the address. */
  readonly channel?: string;
  /** `info` for all that Flux does, `error` for what fails. Default: `error` */
  readonly eventSeverity?: AlertSpec['eventSeverity'];
  /** What is told of. Default: the tree, all Kustomizations and HelmReleases of the cluster. */
  readonly eventSources?: AlertSpec['eventSources'];
}

/**
 * Tells people in a chat what fails. Each message names the cluster.
 *
 * @example
 * const file = new URL('./slack.sops.yaml', import.meta.url);
 * new ChatAlerts(this, 'slack', {
 *   type: 'slack',
 *   secretRef: EncryptedSecret.fromFile(this, 'slack-address', file),
 * });
 */
export class ChatAlerts extends Construct {
  constructor(scope: Construct, id: string, props: ChatAlertsProps) {
    super(scope, id);
    const { cluster } = AppChart.of(this);
    const { type, address, channel, secretRef } = props;
    const { providerRef } = new Provider(this, 'Resource', {
      type,
      address,
      channel,
      secretRef: { name: secretRef.name },
    });
    const { eventSeverity = 'error', eventSources = eventsOf(cluster) } = props;
    new Alert(this, 'Default', {
      providerRef,
      eventSeverity,
      eventSources,
      eventMetadata: { cluster: cluster.node.id },
    });
  }
}
