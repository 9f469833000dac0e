import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `sluice` means the sources beside this file: docs/decisions/0002.
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/cluster/**'],
    environment: 'node',
    globalSetup: ['test/support/build.ts'],
    // A test that passes only after another, or only sometimes, is a defect: no retries, any order.
    retry: 0,
    sequence: { shuffle: true },
  },
});
