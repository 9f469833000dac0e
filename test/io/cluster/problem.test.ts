import { expect, test } from 'vitest';
import { problemIn } from '../../../lib/io/cluster/problem.ts';

test.each([
  [
    'passing',
    'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
  ],
  ['passing', 'Error from server (TooManyRequests): too many requests'],
  [
    'passing',
    'Error from server (Conflict): Operation cannot be fulfilled: the object has been modified',
  ],
  ['passing', 'Unable to connect to the server: EOF'],
  ['passing', 'Error from server (InternalError): etcdserver: request timed out'],
  ['passing', 'error: error validating "STDIN": error validating data: unknown; if you choose to'],
  [
    'other',
    'error: error validating "STDIN": error validating data: ValidationError(ConfigMap): unknown field',
  ],
  ['conflict', 'error: Apply failed with 1 conflict: conflict with "helm": .spec.replicas'],
  ['forbidden', 'Error from server (Forbidden): secrets is forbidden: User "a" cannot create'],
  ['forbidden', 'error: You must be logged in to the server (Unauthorized)'],
  ['unknown-kind', 'error: resource mapping not found: no matches for kind "A" in version "b/v1"'],
  ['other', 'error: context "nope" does not exist'],
])('it is %s where kubectl says: %s', (kind, errors) => {
  expect(problemIn(errors, '').kind).toBe(kind);
});

test('a conflict is told without the advice of kubectl', () => {
  const errors =
    'error: Apply failed with 1 conflict: conflict with "helm": .spec.a\nPlease review the fields above--they';
  expect(problemIn(errors, '').message).toBe(
    'error: Apply failed with 1 conflict: conflict with "helm": .spec.a',
  );
});

test('its words are those of kubectl, without what it merely warns of', () => {
  const errors =
    'Warning: old\nE1121 memcache.go:265] "Unhandled"\nerror: context "a" does not exist\n';
  expect(problemIn(errors, 'it failed').message).toBe('error: context "a" does not exist');
  expect(problemIn('', 'it failed with 1').message).toBe('it failed with 1');
});
