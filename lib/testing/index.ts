/**
 * For the tests of apps: takes an app's definition, gives its manifests, without files or a
 * cluster.
 */
import {
  type AppChart,
  Cluster,
  type ClusterProps,
  Environment,
  type Fleet,
} from '../constructs/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import { newFleet, renderFleetCharts } from '../program.ts';

/** What `manifestsOf` throws, and what it carries: a test may expect either. */
export { type Diagnostic, DiagnosticError } from '../core/index.ts';

const example: ClusterProps = {
  environment: Environment.development,
  domain: 'example.org',
  kubernetes: '1.34',
  source: { url: 'https://github.com/example/manifests', branch: 'main', secret: 'manifests' },
};

/** A cluster named `test` to create apps in; its props are examples unless given. */
export function testCluster(props: Partial<ClusterProps> = {}): Cluster {
  return new Cluster(newFleet(), 'test', { ...example, ...props });
}

/**
 * The manifests of one app, in the order in which Flux applies them.
 *
 * @example manifestsOf(new Podinfo(testCluster(), 'podinfo'))
 * @throws DiagnosticError with everything that is wrong with the fleet
 */
export function manifestsOf(app: AppChart): readonly Manifest[] {
  return app.toJson() as readonly Manifest[];
}

/**
 * Renders every `RenderedChart` of an app's fleet with the real Helm, before `manifestsOf` asks for
 * its objects.
 *
 * @example
 * const app = new Monitoring(testCluster(), 'monitoring');
 * await renderCharts(app);
 * manifestsOf(app);
 */
export async function renderCharts(app: AppChart): Promise<void> {
  await renderFleetCharts(app.node.root as Fleet);
}
