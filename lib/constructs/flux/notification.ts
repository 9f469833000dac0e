import type { Construct } from 'constructs';
import type { AlertSpec, ProviderSpec, ReceiverSpec } from '../../flux/api/index.ts';
import { FluxObject, type FluxProps } from './flux-object.ts';

export type ProviderProps = FluxProps<ProviderSpec>;

/** Where Alerts are sent: a chat, a Git host's commit status, an incident system. */
export class Provider extends FluxObject<'Provider'> {
  constructor(scope: Construct, id: string, props: ProviderProps) {
    super(scope, id, 'Provider', props);
  }

  /** For `providerRef` of an Alert in the same namespace: the API field has no namespace. */
  get providerRef(): { readonly name: string } {
    return { name: this.name };
  }
}

export type AlertProps = FluxProps<AlertSpec>;

/** Which events of which objects a Provider gets. Flux's own default severity is `info`. */
export class Alert extends FluxObject<'Alert'> {
  constructor(scope: Construct, id: string, props: AlertProps) {
    super(scope, id, 'Alert', props);
  }
}

export type ReceiverProps = FluxProps<ReceiverSpec>;

/** A webhook that makes Flux look at its `resources` at once, such as after a push. */
export class Receiver extends FluxObject<'Receiver'> {
  constructor(scope: Construct, id: string, props: ReceiverProps) {
    super(scope, id, 'Receiver', props);
  }
}
