import { AppChart, type AppChartProps, Environment, type Manifest } from 'sluice';
import { manifestsOf, testCluster } from 'sluice/testing';

/** For `environment` of an app. */
export const production = { environment: Environment.production };

/** The objects that a definition puts into an app `shop` in the namespace `demo`, by their kinds. */
export function objectsOf(
  define: (app: AppChart) => void,
  props: AppChartProps = {},
): Record<string, Manifest> {
  const app = new AppChart(testCluster(), 'shop', { namespace: 'demo', ...props });
  define(app);
  return Object.fromEntries(manifestsOf(app).map((manifest) => [manifest.kind, manifest]));
}
