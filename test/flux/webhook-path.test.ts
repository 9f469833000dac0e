import { expect, test } from 'vitest';
import { webhookPath } from '../../lib/flux/index.ts';

// What GetWebhookPath of notification-controller/api v1.9.4 gives.
test.each([
  [
    ['token', 'github', 'flux-system'],
    '/hook/cadd925a28ae26d23b3f54fc3fa800dbdadb9da71a9380cf4fd051163a050cb3',
  ],
  [
    ['a longer token, with ünïcode\n', 'hook', 'apps'],
    '/hook/8080c3fadc54bec38c578b2289a4e0b1e1efc23d3d4685e6b4e841c99eaed0ca',
  ],
  [
    ['', 'github', 'flux-system'],
    '/hook/c2c7af788d6231702b317c42bf7d2e2b025d20bce32daefe61c658dc73dda1f6',
  ],
] as const)('the hook of %j is where Flux has it', ([token, name, namespace], path) => {
  expect(webhookPath(token, name, namespace)).toBe(path);
});
