import { defineConfig } from 'vitest/config';

/** Tests that start the command as its users do, again and again: too slow for each change. */
const commands = [
  'test/cli/**/*.test.ts',
  'test/package/*.test.ts',
  'test/scripts/*.test.ts',
  'test/ci/*.test.ts',
  'test/docs/guides.test.ts',
];

export default defineConfig({
  // `sluice` means the sources beside this file: docs/decisions/0002.
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    environment: 'node',
    globalSetup: ['test/support/build.ts'],
    // A test that passes only after another, or only sometimes, is a defect: no retries, any
    // order, and all files of a worker in one process, which also loads cdk8s once and not often.
    retry: 0,
    sequence: { shuffle: true },
    // Slow machines are no defect; what hangs still ends.
    testTimeout: 30_000,
    isolate: false,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/cluster/**', ...commands],
        },
      },
      { extends: true, test: { name: 'commands', include: commands } },
    ],
  },
});
