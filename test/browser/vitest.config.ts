import { defineConfig } from 'vitest/config';

/** Pages in a real browser: beside the other tests, as that wants a browser on the machine. */
export default defineConfig({
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/chromium.ts'],
    testTimeout: 60_000,
    // In CI, Chromium may have to be installed first.
    hookTimeout: 600_000,
    retry: 0,
    maxWorkers: 1,
  },
});
