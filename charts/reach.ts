import type { Environment } from 'sluice';

/** Whom pods talk to: pods of a namespace, or addresses outside the cluster. */
export interface Reach {
  /** The namespace whose pods are meant. Default: addresses outside the cluster */
  readonly namespace?: string;
  readonly port: number;
}

const dns = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
};

// What is outside: everything but the private ranges, in which nodes, pods and services are.
const outside = {
  ipBlock: {
    cidr: '0.0.0.0/0',
    except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  },
};

/**
 * The spec of a NetworkPolicy. In production pods reach their own namespace, the name server and what
 * is named; elsewhere they reach everything, so that trying something out does not begin with a policy.
 *
 * @param ingress who may connect, as rules of a NetworkPolicy; without any nobody may
 */
export function networkPolicy(
  environment: Environment,
  podSelector: object,
  ingress: readonly object[],
  reaches: readonly Reach[],
): object {
  const egress = [
    dns,
    { to: [{ podSelector: {} }] },
    ...reaches.map(({ namespace, port }) => ({
      to: [namespace === undefined ? outside : podsOf(namespace)],
      ports: [{ port, protocol: 'TCP' }],
    })),
  ];
  const isStrict = environment.pick({ production: true, default: false });
  return {
    podSelector,
    policyTypes: isStrict ? ['Ingress', 'Egress'] : ['Ingress'],
    ...(ingress.length > 0 && { ingress }),
    ...(isStrict && { egress }),
  };
}

/** A peer of a NetworkPolicy: all pods of a namespace. */
export function podsOf(namespace: string): object {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
}
