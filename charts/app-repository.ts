import { Names } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AppChart,
  type Choices,
  GitRepository,
  type Image,
  ImageUpdates,
  Kustomization,
} from 'sluice';
import { namespaceAdmin } from './namespace-admin.ts';

/** Options of an app whose manifests lie in its own repository. */
export interface AppRepositoryProps {
  /** URL of the repository. */
  readonly url: string;
  /**
   * The branch of each environment. One instance of an app for each, with a namespace of its own,
   * runs both from one repository. Default: `main` in production, `develop` elsewhere
   */
  readonly branch?: Choices<string>;
  /** The overlay of each environment. Default: `k8s/prod` in production, `k8s/dev` elsewhere */
  readonly path?: Choices<string>;
  /**
   * Secret with the repository's credentials, in the app's namespace; one that may write, if there
   * are images. Default: none
   */
  readonly secret?: string;
  /** The images of which Flux commits tags to the overlay, where they are marked. Default: none */
  readonly images?: readonly Image[];
  /** Values for `${…}` in the manifests. */
  readonly substitute?: Readonly<Record<string, string>>;
}

/**
 * An app whose manifests lie beside its source code: a GitRepository on the branch of the environment,
 * a Kustomization of the environment's overlay, applied by a service account that may write to the
 * app's namespace only, and the tags that its pipeline pushes.
 *
 * @example
 * new AppRepository(this, 'source', {
 *   url: 'https://github.com/example/shop', secret: deployKey.name,
 *   images: [Image.of('registry.example.org/shop', { tag: 'dev-20260115.1', policy: datedBuild('dev-') })],
 *   substitute: { HOST: `shop.${this.cluster.domain}` },
 * });
 */
export class AppRepository extends Construct {
  /** @throws Error where the app has no namespace */
  constructor(scope: Construct, id: string, props: AppRepositoryProps) {
    super(scope, id);
    const { environment, namespace } = AppChart.of(this);
    if (namespace === undefined) {
      throw new Error(`${this.node.path} needs an app with a namespace, to which it may write`);
    }
    const { url, secret, images = [], substitute } = props;
    const branch = environment.pick(props.branch ?? { production: 'main', default: 'develop' });
    const path = environment.pick(props.path ?? { production: 'k8s/prod', default: 'k8s/dev' });
    const { sourceRef } = new GitRepository(this, 'Default', {
      url,
      ref: { branch },
      ...(secret !== undefined && { secretRef: { name: secret } }),
    });
    const serviceAccountName = Names.toDnsLabel(this);
    namespaceAdmin(this, serviceAccountName, namespace);
    new Kustomization(this, 'Resource', {
      path: `./${path}`,
      sourceRef,
      serviceAccountName,
      targetNamespace: namespace,
      ...(substitute && { postBuild: { substitute } }),
      wait: true,
    });
    if (images.length > 0)
      new ImageUpdates(this, 'images', { source: sourceRef, branch, path, images });
  }
}
