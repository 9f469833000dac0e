import { describe, expect, test } from 'vitest';
import { fluxAnnotations } from '../../lib/flux/index.ts';
import { keepObjects } from '../../lib/plan/stages/annotate.ts';
import { planCluster, stagesOf } from '../../lib/plan/index.ts';
import { after, claim, cluster, kustomization as k } from './support.ts';

const data = claim('data');
const stages = (base: ReturnType<typeof cluster>, head: ReturnType<typeof cluster>) =>
  stagesOf([planCluster({ base, head })]);

describe('a move that may delete', () => {
  test('has three publications, and what to wait for between them', () => {
    const [first, second, third] = stages(
      cluster([k('a', [data]), k('b', [])]),
      cluster([k('a', []), k('b', [data])]),
    );
    expect(first?.commands).toEqual([
      String.raw`kubectl wait -n demo persistentvolumeclaim/data '--for=jsonpath={.metadata.annotations.kustomize\.toolkit\.fluxcd\.io/prune}=disabled' --timeout=15m`,
    ]);
    expect(second?.commands).toEqual([
      String.raw`kubectl wait -n demo persistentvolumeclaim/data '--for=jsonpath={.metadata.labels.kustomize\.toolkit\.fluxcd\.io/name}=b' --timeout=15m`,
      'flux reconcile kustomization a -n flux-system --with-source',
    ]);
    expect(third?.commands).toEqual([]);
  });

  test('has them by a rename as well, and waits for the old name to go', () => {
    const at = { path: 'x' };
    const [, second] = stages(cluster([k('a', [data], at)]), cluster([k('b', [data], at)]));
    expect(second?.commands.at(-1)).toBe(
      'kubectl wait -n flux-system kustomization/a --for=delete',
    );
  });

  test('protects a Kustomization that moves, and so all that it has', () => {
    const under = (parent: string) =>
      cluster([k('p', []), k('q', []), k('a', [data], {}, { parent })]);
    const [first] = stages(under('p'), under('q'));
    expect(first?.commands).toHaveLength(1);
    expect(first?.commands[0]).toContain('kustomization.kustomize.toolkit.fluxcd.io/a');
  });
});

test('a move whose order is safe needs no stages, a deletion has none', () => {
  const safe = [
    cluster([k('b', []), k('a', [data], after('b'))]),
    cluster([k('b', [data]), k('a', [], after('b'))]),
  ] as const;
  expect(stages(...safe)).toEqual([]);
  expect(stages(cluster([k('a', [data])]), cluster([k('a', [])]))).toEqual([]);
});

describe('a file of an intermediate tree', () => {
  const id = { group: '', kind: 'PersistentVolumeClaim', namespace: 'demo', name: 'data' };
  const file = (metadata: string, rest = '') =>
    `# mine\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n${metadata}spec: {}\n${rest}`;
  const mark = 'kustomize.toolkit.fluxcd.io/prune: disabled';

  test('differs by the annotation only', () => {
    expect(keepObjects(file('  name: data\n'), [id])).toBe(
      file(`  annotations:\n    ${mark}\n  name: data\n`),
    );
    expect(keepObjects(file('  name: data\n  annotations:\n    a: b\n'), [id])).toBe(
      file(`  name: data\n  annotations:\n    ${mark}\n    a: b\n`),
    );
  });

  test('may have its metadata or annotations in flow style, or be JSON', () => {
    const flow = (metadata: string) =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: ${metadata}\n`;
    const quoted = '"kustomize.toolkit.fluxcd.io/prune": "disabled"';
    expect(keepObjects(flow('{name: data}'), [id])).toBe(
      flow(`{"annotations": {${quoted}}, name: data}`),
    );
    expect(keepObjects(file('  name: data\n  annotations: {a: b}\n'), [id])).toBe(
      file(`  name: data\n  annotations: {${quoted}, a: b}\n`),
    );
    expect(keepObjects(file('  name: data\n  annotations: {}\n'), [id])).toContain(`{${quoted}}`);
    const json = (metadata: object) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata }, null, 2);
    expect(JSON.parse(keepObjects(json({ name: 'data' }), [id]) ?? '')).toEqual(
      JSON.parse(json({ annotations: { [fluxAnnotations.prune]: 'disabled' }, name: 'data' })),
    );
  });

  test('is left alone if it has it, or is of something else', () => {
    const has = file(`  name: data\n  annotations:\n    ${mark}\n`);
    expect(keepObjects(has, [id])).toBeUndefined();
    expect(keepObjects(file('  name: other\n'), [id])).toBeUndefined();
    expect(keepObjects(file('  name: data\n  namespace: x\n'), [id])).toBeUndefined();
  });

  test('may name the object by variables', () => {
    expect(keepObjects(file("  name: '${APP}'\n"), [id])).toContain(mark);
    expect(keepObjects(file("  name: 'x-${APP}'\n"), [id])).toBeUndefined();
  });

  test('may hold other documents', () => {
    const other = '---\nkind: ConfigMap\n';
    expect(keepObjects(file('  name: data\n', other), [id])).toContain(`spec: {}\n${other}`);
  });

  test('is left alone if SOPS covers all of it by its MAC', () => {
    const sealed = (more: string) => file('  name: data\n', `sops:\n  mac: x\n${more}`);
    expect(keepObjects(sealed(''), [id])).toBeUndefined();
    expect(keepObjects(sealed('  mac_only_encrypted: true\n'), [id])).toContain(mark);
  });
});
