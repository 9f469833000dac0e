import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `sluice` means the sources in this checkout.
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/cluster/**/*.test.ts'],
    // Repositories of others, which a machine may have: npm run test:corpus.
    exclude: process.env['SLUICE_CORPUS'] === undefined ? ['**/*-corpus.test.ts'] : [],
    // A cluster takes a machine's cores; one after the other is faster than all at once.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    retry: 0,
  },
});
