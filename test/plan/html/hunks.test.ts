import { expect, test } from 'vitest';
import { hunksOf } from '../../../lib/plan/render/html/hunks.ts';

const yaml = (image: string, replicas = 1) =>
  `kind: Deployment
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: web
  template:
    spec:
      containers:
      - name: web
        args:
        - one
        - two
        env: []
        image: ${image}`.split('\n');

test('a hunk has three lines around its changes, and says what is above them', () => {
  const [hunk, ...others] = hunksOf(yaml('a'), yaml('b'));
  expect(others).toEqual([]);
  expect(hunk).toEqual({
    place: 'spec › template › spec › containers › web',
    blocks: [
      { kind: 'same', lines: ['- one', '- two', 'env: []'] },
      { kind: 'changed', before: ['image: a'], after: ['image: b'] },
    ],
  });
});

test('changes far from each other are hunks of their own', () => {
  expect(hunksOf(yaml('a', 1), yaml('b', 2)).map(({ place }) => place)).toEqual([
    '',
    'spec › template › spec › containers › web',
  ]);
});

test('equal texts have no hunks', () => {
  expect(hunksOf(yaml('a'), yaml('a'))).toEqual([]);
});

test('an item of a list stands below the key of the list', () => {
  const list = (last: string) => [
    'metadata:',
    '  items:',
    '  - a',
    '  - b',
    '  - c',
    '  - d',
    `  - ${last}`,
  ];
  expect(hunksOf(list('e'), list('f'))[0]?.place).toBe('metadata › items');
});
