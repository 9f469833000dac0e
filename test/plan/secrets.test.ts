import { describe, expect, test } from 'vitest';
import { renderHtml, renderJson, renderMarkdown, renderText } from '../../lib/plan/index.ts';
import { type JsonObject, type Manifest, objectId } from '../../lib/kubernetes/index.ts';
import { planCluster, stagesOf } from '../../lib/plan/index.ts';
import type { ReconciledObject } from '../../lib/reconcile/index.ts';
import {
  changesOf,
  claim,
  cluster,
  configMap,
  deployment,
  kustomization,
  object,
  running,
  sealed,
} from './support.ts';

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

describe('an object that a secret value reached', () => {
  const password = 'correct-horse-battery';
  /** The object as it is applied, and as it may be shown. */
  const tainted = (make: (value: string) => Manifest): ReconciledObject => {
    const manifest = make(password);
    return { id: objectId(manifest), manifest, shown: make('(PASSWORD)') };
  };
  const settings = (make: (value: string) => JsonObject): ReconciledObject =>
    tainted((value) => configMap('c', make(value)));

  function formsOf(before: ReconciledObject[], after: ReconciledObject[]): string {
    const base = cluster([kustomization('a', before)]);
    const found = planCluster({ base, head: cluster([kustomization('a', after)]) });
    const plan = { version: 1, clusters: [found], stages: stagesOf([found]) } as const;
    const forms = [renderText(plan), renderMarkdown(plan), renderHtml(plan), renderJson(plan)];
    const all = [...forms, JSON.stringify(plan)];
    return all.join('\n');
  }

  test('is printed in its shown form, wherever the value stands', () => {
    const made = (user: string) => [
      settings((value) => ({
        data: { url: `https://${user}:${value}@example.org`, upper: value.toUpperCase() },
        metadata: { annotations: { [`${value}/a`]: user } },
      })),
      tainted((value) => configMap(`named-${value}`, { data: { user } })),
      tainted((value) => deployment('d', running('web', { env: [{ name: value, value: user }] }))),
    ];
    const printed = formsOf(made('a'), made('b'));
    expect(printed).toContain('https://b:(PASSWORD)@example.org');
    expect(printed).toContain('named-(PASSWORD)');
    expect(printed).toContain('env[(PASSWORD)].value');
    expect(printed.toLowerCase()).not.toContain(password);
  });

  test('says that the value is another one where the shown forms are equal', () => {
    const before = settings((value) => ({ data: { key: value } }));
    const after = { ...before, manifest: configMap('c', { data: { key: 'another' } }) };
    expect(compare(before, after)[0]?.fields).toEqual([
      { path: 'data.key', change: 'changed', secret: 'value' },
    ]);
  });

  test('tells only as much of a path as its shown form has', () => {
    const shown = configMap('c', { data: '(SETTINGS)' });
    const of = (text: string): ReconciledObject => {
      const manifest = configMap('c', { data: { [password]: text, other: text } });
      return { id: objectId(manifest), manifest, shown };
    };
    expect(compare(of('a'), of('b'))[0]?.fields).toEqual([
      { path: 'data', change: 'changed', secret: 'value' },
    ]);
  });

  test('is judged by what is applied, also where nothing can be shown', () => {
    const of = (value: string): ReconciledObject => {
      const manifest = deployment('d', { selector: { matchLabels: { app: value } } });
      const { apiVersion, kind } = manifest;
      const bare = { apiVersion, kind, metadata: { name: '(secret)' } };
      return { id: objectId(manifest), manifest, shown: bare };
    };
    const [change] = compare(of('a'), of('b'));
    expect(change).toMatchObject({
      action: 'blocked',
      object: { kind: 'Deployment', name: '(secret)' },
      cause: { kind: 'immutable-field', fields: ['(secret)'] },
      fields: [{ path: '(secret)', secret: 'value' }],
    });
  });

  test('names its owner and what it holds up by their shown names', () => {
    const child = (value: string) => kustomization(`child-${value}`, []).manifest;
    const owner = (user: string) => ({
      ...kustomization(`child-${password}`, [claim('data', { spec: { storageClassName: user } })]),
      shown: { id: 'flux-system/child-(PASSWORD)', path: 'a', target: '', dependsOn: [] },
    });
    const state = (user: string) => {
      const made = cluster([owner(user)]);
      const [root, ...others] = made.kustomizations;
      const objects = [tainted(child)];
      return { ...made, kustomizations: [{ ...root!, objects }, ...others] };
    };
    const plan = planCluster({ base: state('a'), head: state('b') });
    expect(plan.changes[0]?.owner.after).toEqual([
      { kind: 'Kustomization', id: 'flux-system/child-(PASSWORD)' },
    ]);
    expect(JSON.stringify(plan)).not.toContain(password);
  });
});
