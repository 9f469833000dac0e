import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorAt } from '../../lib/core/index.ts';
import {
  type Plan,
  planCluster,
  renderJson,
  renderMarkdown,
  renderText,
  stagesOf,
} from '../../lib/plan/index.ts';
import type { ClusterState } from '../../lib/reconcile/index.ts';
import { claim, cluster, configMap, deployment, kustomization as k, running } from './support.ts';
import { violations } from './schema.ts';

function planOf(base: ClusterState, head: ClusterState): Plan {
  const clusters = [planCluster({ base, head })];
  return { version: 1, clusters, stages: stagesOf(clusters) };
}

const library = claim('library');
const before = cluster([
  k('media', [claim('config'), library]),
  k('podinfo', [deployment('web', running('podinfo:6.7.1'))]),
]);
const next = cluster([
  k('media', []),
  k('common', [library]),
  k('podinfo', [deployment('web', running('podinfo:7.0.0')), configMap('new')]),
]);
const example = planOf(before, next);

describe('of a cluster in which something fails', () => {
  const location = { object: 'Kustomization flux-system/a' };
  const warning = {
    code: 'opaque-chart',
    severity: 'warning',
    message: 'not here',
    location,
  } as const;
  const state = cluster([k('a', [], {}, { status: 'failed' })]);
  const failed = {
    ...state,
    diagnostics: [warning, errorAt('build-failed', location, 'kustomize refuses it')],
  };

  test('the text says it first, errors before what is not known, and nothing of no changes', () => {
    expect(renderText(planOf(state, failed))).toBe(
      `home · changes are not known

  error    Kustomization flux-system/a: kustomize refuses it
  warning  Kustomization flux-system/a: not here

1 error · changes are not known · 1 cluster, 2 Kustomizations, 1 object`,
    );
  });

  test('the Markdown says the same', () => {
    const text = renderMarkdown(planOf(state, failed));
    expect(text.split('\n').slice(0, 4)).toEqual([
      '### 1 error · changes are not known · 1 cluster, 2 Kustomizations, 1 object',
      '',
      '- ❌ Kustomization flux-system/a: kustomize refuses it (home)',
      '- ⚠️ Kustomization flux-system/a: not here (home)',
    ]);
    expect(text).not.toContain('no changes');
  });
});

describe('the text of a plan', () => {
  test('puts dangers first, one line an object', () => {
    expect(`${renderText(example)}\n`).toBe(`home

  danger   move    PersistentVolumeClaim demo/library  media → common  deleted first if flux-system/media reconciles first
  danger   delete  PersistentVolumeClaim demo/config   media           data is lost: flux-system/media deletes it
  caution  update  Deployment demo/web                 podinfo         image podinfo 6.7.1 → 7.0.0 (major)
           create  Kustomization flux-system/common    root
           create  ConfigMap demo/new                  podinfo

What to do
  moved-data: Move it in stages: sluice plan --stage 1. Out of a ResourceSet, mark it with prune: disabled first.
  major-image: Read the release notes.
  deleted-volume-claim: Publish it once with kustomize.toolkit.fluxcd.io/prune: disabled (a chart: helm.sh/resource-policy: keep, a ResourceSet: fluxcd.controlplane.io/prune: disabled), or keep the volume with reclaim policy Retain.

2 dangers, 1 caution · 2 created, 1 updated, 1 moved, 1 deleted · 1 cluster, 4 Kustomizations, 6 objects
A safe order exists: sluice plan --stage 1
`);
  });

  test('is short where nothing changes', () => {
    expect(renderText(planOf(before, before))).toBe(
      'home · no changes\n\nno changes · 1 cluster, 3 Kustomizations, 5 objects',
    );
  });

  test('paints only what it is told to', () => {
    const paint = (text: string) => `<${text}>`;
    const painter = { red: paint, yellow: paint, dim: paint, bold: paint };
    expect(renderText(example, painter)).toContain('<danger >');
  });

  test('shows what is in names, and obeys none of it', () => {
    const text = renderText(
      planOf(cluster([]), cluster([k('a', [configMap('x\u001b[31m\nevil')])])),
    );
    expect(text).toContain(String.raw`x\u001b[31m\u000aevil`);
  });
});

describe('the Markdown of a plan', () => {
  const named = (name: string, value = name) => {
    const of = (text: string) => cluster([k('a', [configMap(name, { data: { key: text } })])]);
    return renderMarkdown(planOf(of('old'), of(value)));
  };

  test('folds clusters and apps', () => {
    const text = renderMarkdown(example);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
    expect(text).toContain('<details><summary><b>home</b> · 2 dangers, 1 caution');
    expect(text).toContain('  - spec.template.spec.containers[web].image: podinfo:6.7.1');
  });

  test.each([
    '</details><script>',
    '`````',
    '| a | b |',
    '@everyone',
    '[a](https://example.org)',
    'https://example.org',
    '```\n# title',
    '-->',
  ])('keeps %j as text', (name) => {
    const lines = named(name).split('\n');
    const outside: string[] = [];
    let isFenced = false;
    for (const line of lines) {
      if (/^ *```/.test(line)) isFenced = !isFenced;
      else if (!isFenced) outside.push(line);
    }
    expect(isFenced).toBe(false);
    expect(outside.join('\n').replaceAll('@<!-- -->', '')).not.toMatch(
      /<script|`|^\||@|\]\(|https?:\/\/|^#(?!##)|-->/m,
    );
  });

  test('fits into a comment, whole fences only, and says what is left out', () => {
    const many = (value: string) =>
      cluster(
        Array.from({ length: 300 }, (_, index) =>
          k(`app-${index}`, [configMap(`c${index}`, { data: { key: value.repeat(40) } })]),
        ),
      );
    const text = renderMarkdown(planOf(many('old'), many('new')));
    expect(text.length).toBeLessThan(65_000);
    expect((text.match(/```/g)?.length ?? 1) % 2).toBe(0);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
    expect(text).toMatch(/\*\*\d+ more changes\*\* are in the output of sluice plan\.$/);
  });
});

/** Numbers that look random and are always the same (a linear congruence). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the Markdown of any plan', () => {
  const texts = ['a', '```', '</details>', '\n```\n', '@a', '|', '<!--', '🔴', '&', '\u001b[31m'];
  const stateOf = (next: (below: number) => number, apps: number) => {
    const text = (): string =>
      Array.from({ length: next(9) }, () =>
        (texts[next(texts.length)] ?? '').repeat(1 + next(60)),
      ).join(' ');
    const objects = (app: number) =>
      Array.from({ length: next(6) }, (_, index) => {
        const name = `${text()}${index}`;
        return next(4) === 0
          ? claim(`${app}${name}`)
          : configMap(`${app}${name}`, { data: { [text()]: text() } });
      });
    return cluster(Array.from({ length: apps }, (_, app) => k(`a${app}${text()}`, objects(app))));
  };

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('fits and closes what it opens (%i)', (seed) => {
    const next = numbers(seed);
    const plan = planOf(stateOf(next, next(60)), stateOf(next, next(60)));
    const text = renderMarkdown(plan);
    expect(text.length).toBeLessThan(65_000);
    const lines = text.split('\n');
    expect(lines.filter((line) => /^ *```/.test(line)).length % 2).toBe(0);
    const count = (tag: string) => text.split(tag).length;
    expect(count('<details>')).toBe(count('</details>'));
    const shown = lines.filter((line) => line.startsWith('- ')).length;
    const all = plan.clusters.flatMap(({ changes }) => changes).length;
    if (shown < all) expect(lines.at(-1)).toMatch(/more changes/);
  });
});

test('the JSON of a plan is as its schema says', () => {
  const file = join(import.meta.dirname, '../../docs/reference/plan.schema.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
  const plan: unknown = JSON.parse(renderJson(example));
  expect(violations(plan, schema)).toEqual([]);
  expect(violations({ ...(plan as object), more: 1 }, schema)).toEqual(['$: has more']);
});
