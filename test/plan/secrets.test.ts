import { describe, expect, test } from 'vitest';
import { renderJson, renderMarkdown, renderText } from '../../lib/plan/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import { planCluster } from '../../lib/plan/index.ts';
import type { ReconciledObject } from '../../lib/reconcile/index.ts';
import { changesOf, cluster, configMap, kustomization, object, sealed } from './support.ts';

const secret = (data: Record<string, string>) => object('v1', 'Secret', 's', { data });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const ciphertext = (text: string) => `ENC[AES256_GCM,data:${text},type:str]`;
const recipients = (...names: string[]) => ({
  age: names.map((recipient) => ({ recipient })),
  mac: 'ENC[mac]',
});

function compare(before: Manifest | ReconciledObject, after: Manifest | ReconciledObject) {
  const base = cluster([kustomization('a', [before])]);
  return changesOf(base, cluster([kustomization('a', [after])]));
}

function sealedWith(text: string, encrypted: string, opened: boolean, ...names: string[]) {
  const committed = { data: { key: ciphertext(encrypted) }, sops: recipients(...names) };
  return sealed(secret({ key: opened ? base64(text) : '[secret]' }), committed, opened);
}

describe('a secret', () => {
  test('shows which key changed, and no value', () => {
    const [change] = compare(secret({ key: base64('one') }), secret({ key: base64('two') }));
    expect(change?.fields).toEqual([{ path: 'data.key', change: 'changed', secret: 'value' }]);
  });

  test('may write the same value as stringData', () => {
    const plain = object('v1', 'Secret', 's', { stringData: { key: 'one' } });
    expect(compare(secret({ key: base64('one') }), plain)).toEqual([]);
  });

  test('without a key says that it was encrypted anew', () => {
    const [change] = compare(
      sealedWith('', 'x', false, 'age1'),
      sealedWith('', 'y', false, 'age1'),
    );
    expect(change?.fields).toEqual([{ path: 'data.key', change: 'changed', secret: 'unknown' }]);
  });

  test('with a key says whether the value changed', () => {
    const before = sealedWith('one', 'x', true, 'age1');
    expect(compare(before, sealedWith('two', 'y', true, 'age1'))[0]).toMatchObject({
      action: 'updated',
      fields: [{ path: 'data.key', secret: 'value' }],
    });
    expect(compare(before, sealedWith('one', 'y', true, 'age1'))[0]).toMatchObject({
      action: 'resealed',
      fields: [],
    });
  });

  test('tells of new recipients, whoever can open it', () => {
    const [change] = compare(
      sealedWith('', 'x', false, 'age1'),
      sealedWith('', 'x', false, 'age1', 'age2'),
    );
    expect(change?.risks).toMatchObject([
      { code: 'changed-recipients', message: '1 recipient added' },
    ]);
  });
});

describe('a value of a secret', () => {
  const password = 'correct-horse-battery';
  const spec = { postBuild: { substituteFrom: [{ kind: 'Secret', name: 's' }] } };
  const namespace = { metadata: { namespace: 'flux-system' } };
  const source = {
    ...secret({ PASSWORD: base64(password) }),
    metadata: { name: 's', ...namespace.metadata },
  };
  const url = (user: string) =>
    configMap('c', { data: { url: `https://${user}:${password}@example.org` } });
  const state = (user: string, more: Manifest[] = []) =>
    cluster([kustomization('vars', [source]), kustomization('a', [url(user), ...more], spec)]);

  test('is in no form of a plan, wherever substitution put it', () => {
    const settings = {
      data: { password, other: 'x' },
      metadata: { annotations: { note: `it is ${password}!` } },
    };
    const created = [configMap('new', settings), object('v1', 'Secret', 'new', settings)];
    const clusterPlan = planCluster({ base: state('a'), head: state('b', created) });
    const plan = { version: 1, clusters: [clusterPlan], stages: [] } as const;
    const all = [renderText(plan), renderMarkdown(plan), renderJson(plan), JSON.stringify(plan)];
    expect(all.join('\n')).toContain('https://b:(secret)@example.org');
    expect(all.join('\n')).not.toContain(password);
    expect(all.join('\n')).not.toContain(base64(password));
  });
});
