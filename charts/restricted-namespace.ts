import type { Construct } from 'constructs';
import { AppChart, Namespace } from 'sluice';

/**
 * A namespace whose pods must pass the restricted Pod Security profile, as those of these charts do:
 * the API server refuses all others (Kubernetes documentation, "Enforce Pod Security Standards with
 * Namespace Labels"). For apps of one's own; what others' charts run may need more.
 *
 * @example
 * super(scope, id, { namespace: 'shop', ...props });
 * new RestrictedNamespace(this, 'namespace');
 */
export class RestrictedNamespace extends Namespace {
  /** @param name Default: the namespace of the app */
  constructor(scope: Construct, id: string, name = AppChart.of(scope).namespace) {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    super(scope, id, { metadata: { ...(name !== undefined && { name }), labels } });
  }
}
