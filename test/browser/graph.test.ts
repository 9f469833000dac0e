import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type ClusterGraph, renderMermaid, renderSvg } from '../../lib/graph/index.ts';
import { app, clusterOf } from '../graph/support.ts';
import { hostileTexts } from '../plan/html/support.ts';
import { open } from './support.ts';

const mermaid = readFileSync(fileURLToPath(import.meta.resolve('@mermaid-js/tiny')), 'utf8');
const graphOf = (...clusters: readonly ClusterGraph[]) => ({ version: 1, clusters }) as const;

const fleet = clusterOf(
  app('infra'),
  app('suspended', ['infra'], { status: 'suspended' }),
  app('waiting', ['suspended'], { status: 'waiting' }),
  app('failing', ['infra'], { status: 'failed', readyBy: 'none' }),
  app('a', ['failing', 'gone']),
  app('b', ['failing', 'gone'], { readyBy: 'healthChecks', healthChecks: 2 }),
  app('gone', [], { status: 'missing', source: '' }),
  app('circle', ['circle']),
);
/** Words and signs that are Mermaid's own, and texts that would like to be more. */
const hostile = [
  ...[
    'end',
    'graph',
    'subgraph',
    'class',
    'default',
    'style',
    'o',
    'x',
    '%%',
    'a"]',
    '-->',
    ':::wait',
  ],
  ...['`**a**`', '#quot;', '#35;', '<br>', 'a\n%%{init: {}}%%', 'a;b', '{{a}}', '&amp;', '日本語'],
  ...hostileTexts,
];

describe('Mermaid', () => {
  async function drawnBy(text: string): Promise<Page> {
    const { page } = await open('<!doctype html><title>a</title><div id="out"></div>');
    await page.addScriptTag({ content: mermaid });
    // As forges draw it.
    await page.evaluate(`(async () => {
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
      const { svg } = await mermaid.render('drawn', ${JSON.stringify(text)});
      document.getElementById('out').innerHTML = svg;
    })()`);
    return page;
  }

  test('draws what stands for a fleet, every app of it', async () => {
    const page = await drawnBy(renderMermaid(graphOf(fleet)));
    const texts = (await page.locator('#out .node').allTextContents()).join('\n');
    for (const { id } of fleet.apps) expect(texts).toContain(id.replace('flux-system/', ''));
  });

  test('takes no name for anything but a name', async () => {
    const named = clusterOf(
      ...hostile.map((name, index) => app(name.replaceAll('/', '∕'), [String(index)])),
      ...hostile.map((_, index) => app(String(index))),
    );
    const page = await drawnBy(renderMermaid(graphOf({ ...named, name: '"]; end' })));
    expect(await page.locator('#out .node').count()).toBe(2 * hostile.length + 1);
    expect(await page.locator('#out :is(script, img, a, [onload], [onclick])').count()).toBe(0);
  });

  test('draws 1,000 apps, as boxes', async () => {
    const apps = Array.from({ length: 1000 }, (_, index) =>
      app(`app-${index}`, index < 5 ? [] : [`app-${index % 5}`]),
    );
    const page = await drawnBy(renderMermaid(graphOf(clusterOf(...apps))));
    expect(await page.locator('#out .node').count()).toBeLessThan(20);
  });
});

describe.each(['light', 'dark'] as const)('the picture in the %s', (colorScheme) => {
  const inside = `[...document.querySelectorAll('svg .app')].filter((app) => {
    const box = app.querySelector('rect').getBBox();
    return [...app.querySelectorAll('text')].some((each) => {
      const text = each.getBBox();
      return text.x < box.x || text.y < box.y || text.x + text.width > box.x + box.width || text.y + text.height > box.y + box.height;
    });
  }).map((app) => app.textContent)`;

  test('has all text inside what it names', async () => {
    const long = 'a-name-of-as-many-letters-as-a-label-may-have-in-kubernetes-63c';
    const all = [
      ...fleet.apps,
      app(long),
      app('MMMMMMMMWWWWWWWWW'),
      ...hostile.map((name) => app(name)),
    ];
    const { page } = await open(
      `<!doctype html><title>a</title>${renderSvg(graphOf(clusterOf(...all)))}`,
      {
        colorScheme,
      },
    );
    expect(await page.evaluate(inside)).toEqual([]);
  });

  test('is drawn on its own ground', async () => {
    const { page } = await open(`<!doctype html><title>a</title>${renderSvg(graphOf(fleet))}`, {
      colorScheme,
    });
    const fill = await page.evaluate(`getComputedStyle(document.querySelector('.back')).fill`);
    expect(fill).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(21, 23, 26)');
  });
});
