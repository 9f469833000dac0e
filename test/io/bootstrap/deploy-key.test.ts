import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { publishedHosts } from '../../../lib/bootstrap/index.ts';
import { newDeployKey, publicHalf } from '../../../lib/io/bootstrap/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';

describe('a deploy key', () => {
  it('is one that OpenSSH reads', () => {
    const folder = temporaryFolder();
    const { privateKey, publicKey } = newDeployKey('sluice-home');
    const file = join(folder, 'key');
    writeFile(folder, 'key', privateKey);
    execFileSync('chmod', ['600', file]);
    const read = execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' });
    expect(read).toBe(publicKey);
  });

  it('is another one each time', () => {
    expect(newDeployKey('a').privateKey).not.toBe(newDeployKey('a').privateKey);
  });

  it('says what its public half is', () => {
    const { privateKey, publicKey } = newDeployKey('');
    expect(publicHalf(privateKey)).toEqual({ key: `${publicKey.trim()}\n` });
  });

  test.each([
    [
      'a key of another form',
      '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n',
      'no private key in the form',
    ],
    ['one that is cut off', newDeployKey('').privateKey.slice(0, 60), 'no private key in the form'],
    ['nothing', '', 'no private key in the form'],
  ])('is not %s', (_, text, problem) => {
    expect(publicHalf(text)).toEqual({ problem: expect.stringContaining(problem) as string });
  });

  it('has no passphrase', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', file]);
    const text = execFileSync('cat', [file], { encoding: 'utf8' });
    expect(publicHalf(text)).toEqual({ problem: 'it has a passphrase, which Flux would not know' });
  });
});

/** As docs.github.com and docs.gitlab.com print them. */
const fingerprints = {
  'github.com': [
    '+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
    'p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM',
  ],
  'gitlab.com': [
    'eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8',
    'HbW3g8zUjNSksFbqTiUWPWg2Bq1x8xdGUrliXFzSnUw',
  ],
};

test.each(Object.entries(fingerprints))('the keys of %s are those it publishes', (host, all) => {
  const keys = publishedHosts(host)?.trim().split('\n') ?? [];
  const found = keys.map((line) => {
    const blob = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    return createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  });
  expect(found).toEqual(all);
});
