/** Under which name a service is reached from outside, and by which way. */
export interface Exposure {
  /** The host name. Default: none, so only inside the cluster */
  readonly host?: string;
  /** Ingress class, and the namespace from which its controller connects. Default: `nginx`, `ingress-nginx` */
  readonly ingress?: { readonly className: string; readonly namespace: string };
  /**
   * A Gateway instead, which serves the host by an HTTPRoute; its pods connect from its namespace.
   * @example { name: 'public', namespace: 'envoy-gateway' }
   */
  readonly gateway?: { readonly name: string; readonly namespace: string };
  /** The ClusterIssuer of the certificate, under an Ingress; a Gateway has its own. Default: no TLS */
  readonly issuer?: string;
}

/** The ingress controller unless another one is named. */
export const nginx = { className: 'nginx', namespace: 'ingress-nginx' };

/** Creates an object of a kind, named as the service. */
type Create = (
  kind: string,
  apiVersion: string,
  spec: object,
) => { readonly metadata: { addAnnotation(key: string, value: string): void } };

/** Routes a host to the port `http` of a Service. */
export function serve(create: Create, name: string, host: string, exposure: Exposure): void {
  const { ingress = nginx, gateway, issuer } = exposure;
  if (gateway !== undefined) {
    create('HTTPRoute', 'gateway.networking.k8s.io/v1', {
      parentRefs: [gateway],
      hostnames: [host],
      rules: [{ backendRefs: [{ name, port: 80 }] }],
    });
    return;
  }
  const backend = { service: { name, port: { name: 'http' } } };
  const object = create('Ingress', 'networking.k8s.io/v1', {
    ingressClassName: ingress.className,
    rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    ...(issuer !== undefined && { tls: [{ hosts: [host], secretName: `${name}-tls` }] }),
  });
  if (issuer !== undefined) object.metadata.addAnnotation('cert-manager.io/cluster-issuer', issuer);
}
