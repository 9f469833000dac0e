import type { Construct } from 'constructs';
import type { ImageUpdateAutomationSpec } from '../flux/index.ts';
import { AppChart } from './app-chart.ts';
import type { Cluster } from './cluster.ts';
import { type FluxName, type FluxReference, ImageUpdateAutomation } from './flux/index.ts';
import type { Image, ImageData } from './image.ts';

const imageUpdates = Symbol.for('sluice.ImageUpdates');

/** On ImagePolicies: by which automations find those that are theirs. */
export const imageLabels = {
  app: 'sluice.dev/app',
  environment: 'sluice.dev/environment',
} as const;

/** Options of the updates in an app's own repository. */
export interface ImageUpdatesProps {
  /**
   * `sourceRef` of the GitRepository. Flux pushes with the Secret that it names, which must be one
   * that may write.
   */
  readonly source: FluxReference<'GitRepository'>;
  /** The branch that Flux reads and to which it commits. */
  readonly branch: string;
  /** The folder that it may change, such as an overlay, relative to the root of the repository. */
  readonly path: string;
  /** The images of which Flux commits tags. */
  readonly images: readonly Image[];
}

/**
 * Commits tags to the repository of an app that keeps its own manifests. They carry the markers
 * already: `# {"$imagepolicy": "flux-system:<app>-<image>"}`, where an image that is called as the app
 * is `<app>` alone. What stands there is the truth: the tags of the program are not written there.
 *
 * @example
 * const { sourceRef: source } = new GitRepository(this, 'source', { url, secretRef });
 * new ImageUpdates(this, 'updates', { source, branch: 'main', path: 'deploy/prod', images: [web] });
 */
export class ImageUpdates extends ImageUpdateAutomation {
  /** Marks it, also as one of another loaded copy of Sluice. */
  readonly [imageUpdates] = true;
  /** The images of which Flux commits tags. */
  readonly images: readonly ImageData[];

  constructor(scope: Construct, id: string, props: ImageUpdatesProps) {
    const { source, branch, path, images } = props;
    const app = AppChart.of(scope);
    const name = app.nameOf(scope, [app.node.id, id]);
    super(scope, id, {
      metadata: { name, namespace: 'flux-system' },
      ...imageUpdateSpec({
        cluster: app.cluster,
        source,
        branch,
        path,
        subject: app.node.id,
        labels: { [imageLabels.app]: app.node.id },
      }),
    });
    this.images = images.map(({ data }) => data);
  }
}

/** What an automation writes where. */
export interface ImageUpdateTarget {
  readonly cluster: Cluster;
  readonly source: FluxName;
  readonly branch: string;
  readonly path: string;
  /** Of what the images are, for the commit message. */
  readonly subject: string;
  /** The labels of its policies. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The spec of an automation that pushes to the branch that it reads. The fields of the message are those
 * of image-automation-controller/api v1.2.5 (v1/imageupdateautomation_types.go, `MessageTemplate`).
 */
export function imageUpdateSpec(
  target: ImageUpdateTarget,
): Omit<ImageUpdateAutomationSpec, 'interval'> {
  const { cluster, source, branch, path, subject, labels } = target;
  const { name, namespace } = source;
  const isElsewhere = namespace !== undefined && namespace !== 'flux-system';
  return {
    sourceRef: { kind: 'GitRepository', name, ...(isElsewhere && { namespace }) },
    policySelector: { matchLabels: labels },
    git: {
      checkout: { ref: { branch } },
      commit: {
        author: { name: 'Flux', email: `flux@${cluster.domain}` },
        messageTemplate: `Update images of ${subject} in ${cluster.node.id} [skip ci]\n\n${changes}`,
      },
      push: { branch },
    },
    update: { strategy: 'Setters', path: `./${path.replace(/^\.?\//, '')}` },
  };
}

const changes = '{{ range .Changed.Changes -}}\n- {{ .OldValue }} → {{ .NewValue }}\n{{ end -}}\n';

/** Whether a value is the updates of an app's own repository, also of another copy of Sluice. */
export function isImageUpdates(value: unknown): value is ImageUpdates {
  return typeof value === 'object' && value !== null && imageUpdates in value;
}
