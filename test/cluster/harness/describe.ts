import { afterAll, beforeAll, describe, test } from 'vitest';
import { goIsAvailable } from '../../../tools/programs.ts';
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts';

// Known before any test is: vitest collects tests before it runs one.
const hasGo = await goIsAvailable();
const missing = 'Go is not installed, and the cluster is built with it';

/**
 * A group of tests that share one cluster, which `cluster()` gives inside of a test. It is
 * skipped as `describeWithGo` says.
 */
export function describeCluster(
  name: string,
  body: (cluster: () => Cluster) => void,
  options: ClusterOptions = {},
): void {
  describeWithGo(name, () => {
    let cluster: Cluster | undefined;
    beforeAll(async () => {
      cluster = await startCluster(options);
    }, 180_000);
    afterAll(async () => cluster?.stop(), 30_000);
    body(() => {
      if (cluster === undefined) throw new Error('The cluster runs inside of tests only.');
      return cluster;
    });
  });
}

/**
 * A group of tests that start clusters themselves. Without Go they are skipped, and the report
 * says why; in CI (the variable CI is set) that is a failure.
 */
export function describeWithGo(name: string, body: () => void): void {
  if (hasGo) {
    describe(name, body);
  } else if (!['', '0', 'false'].includes(process.env['CI'] ?? '')) {
    test(name, () => {
      throw new Error(`Cannot run in CI: ${missing}.`);
    });
  } else {
    // Reporters do not show the names of what is skipped.
    process.stderr.write(`Skipped "${name}": ${missing}.\n`);
    describe.skip(`${name} (skipped: ${missing})`, body);
  }
}
