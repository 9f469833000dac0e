import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMermaid, renderSvg } from '../../lib/graph/index.ts';
import { anyCluster, app, clusterOf } from './support.ts';

const svgOf = (...clusters: Parameters<typeof renderSvg>[0]['clusters']) =>
  renderSvg({ version: 1, clusters });
const mermaidOf = (...clusters: Parameters<typeof renderSvg>[0]['clusters']) =>
  renderMermaid({ version: 1, clusters });

describe('the picture', () => {
  test('has every app once, whatever waits for what', () => {
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        expect(svgOf(cluster).match(/<g class="app /g)).toHaveLength(cluster.apps.length);
      }),
    );
  });

  test('says in words what is wrong with an app', () => {
    const text = svgOf(
      clusterOf(
        app('a', [], { status: 'suspended' }),
        app('b', ['a'], {
          status: 'waiting',
          problems: ['it waits for flux-system/a (suspended)'],
        }),
        app('c', ['missing'], { status: 'failed' }),
        app('missing', [], { status: 'missing' }),
      ),
    );
    for (const word of [
      '‖ suspended',
      '… waits forever',
      '✕ fails',
      '✕ not in the tree',
      'flux-system/a (suspended)',
    ]) {
      expect(text).toContain(word);
    }
    expect(text).toContain(
      '4 Kustomizations · 1 suspended · 1 failing · 1 waiting forever · 1 missing',
    );
  });

  test('breaks the line of who waits only until it is applied', () => {
    const lines = (readyBy: 'none' | 'wait') =>
      svgOf(clusterOf(app('a', [], { readyBy }), app('b', ['a']))).split('class="legend"')[0];
    expect(lines('none')).toContain('class="line dependsOn applied"');
    expect(lines('wait')).not.toContain('class="line dependsOn applied"');
  });

  test('loads nothing', () => {
    expect(svgOf(clusterOf(app('a')))).not.toMatch(
      /href|url\((?!#)|@import|<script|<image|<foreignObject/i,
    );
  });
});

describe('whatever names hold', () => {
  const names = fc.string({ unit: 'binary', maxLength: 20 });

  test('the picture has its own elements only, and only characters of XML', () => {
    const elements = (text: string) => text.match(/<\/?\w+/g)?.join('');
    const usual = elements(svgOf(clusterOf(app('name'))));
    fc.assert(
      fc.property(names, (name) => {
        const text = svgOf({ ...clusterOf(app(name.replaceAll('/', ''))), name });
        expect(elements(text)).toBe(usual);
        // eslint-disable-next-line no-control-regex -- control characters are what is looked for
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\ufffe\uffff]/);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  test('the flowchart has a line for each node, and quotes around each text', () => {
    fc.assert(
      fc.property(names, (name) => {
        const lines = mermaidOf({ ...clusterOf(app(name)), name }).split('\n');
        const nodes = lines.filter((line) => line.includes('["') || line.includes('(["'));
        expect(nodes).toHaveLength(3);
        for (const line of nodes) expect(line.match(/"/g)).toHaveLength(2);
      }),
    );
  });
});

describe('the flowchart', () => {
  test('tells names apart that differ only in signs', () => {
    const text = mermaidOf(clusterOf(app('a-b'), app('a.b')));
    expect(text).toContain('n_home_flux_system_a_b[');
    expect(text).toContain('n_home_flux_system_a_b_2[');
  });

  test('lists apps that stand alike where they are many', () => {
    const apps = Array.from({ length: 100 }, (_, index) =>
      app(`app-${index}`, ['base'], index === 7 ? { status: 'failed' } : {}),
    );
    const text = mermaidOf(clusterOf(app('base'), ...apps));
    expect(text).toContain('"100 apps<br>app-7 (✕ fails)<br>app-0<br>app-1<br>app-10<br>');
    expect(text).toMatch(/and 40 more"\]:::failed/);
  });

  test('names only some of them where Mermaid would refuse to draw all', () => {
    const text = mermaidOf(clusterOf(...pyramids(100)));
    expect(text.length).toBeLessThan(50_000);
    expect(text).toContain('"6 apps<br>app-100<br>app-200<br>app-300<br>and 3 more"');
  });

  test('says so where even that is too much', () => {
    expect(mermaidOf(clusterOf(...pyramids(600)))).toMatch(
      /^%% More than Mermaid draws.*\nflowchart LR\n/,
    );
  });

  const pyramids = (count: number) =>
    Array.from({ length: 7 * count }, (_, index) =>
      app(`app-${index}`, index < count ? [] : [`app-${index % count}`]),
    );
});

describe('1,000 apps', () => {
  const shapes = {
    'that all wait for one': (index: number) => (index === 0 ? [] : ['a0']),
    'one after the other': (index: number) => (index === 0 ? [] : [`a${index - 1}`]),
    'that wait for any others': (index: number) =>
      [1, 2, 3]
        .map((each) => (index * 7919 * each) % Math.max(1, index))
        .filter((each) => each < index)
        .map((each) => `a${each}`),
  };
  test.each(Object.entries(shapes))('%s are drawn', (_, dependsOn) => {
    const apps = Array.from({ length: 1000 }, (_each, index) => app(`a${index}`, dependsOn(index)));
    expect(svgOf(clusterOf(...apps)).match(/<g class="app /g)).toHaveLength(1000);
  });
});
