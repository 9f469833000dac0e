import { describe, expect, test } from 'vitest';
import { pageOf, hostileTexts, pageOfMany } from '../plan/html/support.ts';
import {
  claim,
  cluster,
  configMap,
  deployment,
  kustomization as k,
  running,
} from '../plan/support.ts';
import { worstContrast } from './contrast.ts';
import { open } from './support.ts';

const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
const settings = (text: string) =>
  configMap('settings', { data: { text: [...lines, text, ...lines].join('\n') } });
const example = pageOf(
  cluster([
    k('media', [claim('config')]),
    k('podinfo', [deployment('web', running('podinfo:6.7.1')), settings('color: teal')]),
  ]),
  cluster([
    k('media', []),
    k('podinfo', [
      deployment('web', running('podinfo:7.0.0')),
      settings('color: coral'),
      configMap('new'),
    ]),
  ]),
);
const phone = { viewport: { width: 360, height: 740 } };
const focused = 'document.activeElement?.closest(".change")?.id ?? document.activeElement?.id';

describe('by keys', () => {
  test('j and k walk through the changes, dangers first, and Enter opens one', async () => {
    const { page } = await open(example);
    await page.keyboard.press('j');
    expect(await page.locator(':focus').textContent()).toContain('▲ danger');
    await page.keyboard.press('j');
    const second = await page.evaluate(focused);
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.evaluate(focused)).toBe(second);
    await page.keyboard.press('Enter');
    await page.locator('.change[open] .diff').waitFor();
    expect(await page.locator('.change[open] ins').textContent()).toContain('podinfo:7.0.0');
  });

  test('/ leads to the search, Escape back to all, ? to the list of keys', async () => {
    const { page } = await open(example);
    await page.keyboard.press('/');
    await page.keyboard.type('coral');
    expect(await page.locator('.change:visible').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('.change:visible').count()).toBe(4);
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('search', () => {
  test('finds every word anywhere in a change, in diffs that were never opened too', async () => {
    const { page } = await open(example);
    await page.getByRole('searchbox').fill('coral CONFIGMAP');
    expect(await page.locator('.change:visible b').allTextContents()).toEqual(['settings']);
    expect(await page.locator('#count').textContent()).toBe('1 of 4');
    await page.getByRole('searchbox').fill('nowhere');
    expect(await page.getByText('Nothing matches.').isVisible()).toBe(true);
  });

  test('has a filter for each level and action, with its count', async () => {
    const { page } = await open(example);
    await page.getByRole('button', { name: /delete 1/ }).click();
    expect(await page.locator('.change:visible b').allTextContents()).toEqual(['config']);
    await page.getByRole('button', { name: /create 1/ }).click();
    expect(await page.locator('.change:visible').count()).toBe(2);
  });
});

test('the order of events leads to a change, and opens it', async () => {
  const { page } = await open(example);
  await page.getByRole('navigation').getByRole('link', { name: 'media' }).click();
  await page.locator('.change[open] .risk').first().waitFor();
  expect(await page.locator('.change[open]').textContent()).toContain('PersistentVolumeClaim');
});

describe('light and dark', () => {
  test.each(['light', 'dark'] as const)(
    '%s is readable, and turns to the other',
    async (colorScheme) => {
      const { page } = await open(example, { colorScheme });
      const summaries = page.locator('.change > summary');
      for (const each of await summaries.all()) await each.click();
      await page.locator('.change[open] .diff').first().waitFor();
      const background = 'getComputedStyle(document.body).backgroundColor';
      const first = await page.evaluate(background);
      expect(await page.evaluate(worstContrast)).toBeGreaterThanOrEqual(4.5);
      await page.keyboard.press('t');
      expect(await page.evaluate(background)).not.toBe(first);
      expect(await page.evaluate(worstContrast)).toBeGreaterThanOrEqual(4.5);
    },
  );
});

test('without scripts all is there, and what needs them is not', async () => {
  const { page } = await open(example, { javaScriptEnabled: false });
  await page.locator('.change > summary').first().click();
  expect(await page.locator('.change[open] .risk').first().innerText()).toContain('data is lost');
  expect(await page.locator('.change[open] del').innerText()).toContain('PersistentVolumeClaim');
  expect(await page.getByRole('searchbox').count()).toBe(0);
  expect(await page.locator('.chip:enabled').count()).toBe(0);
});

test('a phone shows one side below the other, and scrolls one way', async () => {
  const { page } = await open(example, phone);
  for (const each of await page.locator('.change > summary').all()) await each.click();
  await page.locator('.change[open] .pair').first().waitFor();
  expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(360);
  const pair = page.locator('.pair:has(del):has(ins)').first();
  const [old, next] = [
    await pair.locator('del').boundingBox(),
    await pair.locator('ins').boundingBox(),
  ];
  expect(next!.y).toBeGreaterThanOrEqual(old!.y + old!.height);
});

test('paper has what is dangerous opened, and no controls', async () => {
  const { page } = await open(example);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  await page.locator('.change[open] .risk').first().waitFor();
  expect(await page.getByRole('searchbox').isVisible()).toBe(false);
  await page.evaluate('dispatchEvent(new Event("afterprint"))');
  expect(await page.locator('.change[open]').count()).toBe(0);
});

test('has landmarks, headings and names for whoever does not see it', async () => {
  const { page } = await open(example);
  for (const role of ['banner', 'main', 'navigation', 'search'] as const) {
    expect(await page.getByRole(role).count()).toBe(1);
  }
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'Dangers',
    'Cautions',
    expect.stringMatching(/^home/),
    'Order of events',
  ]);
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Skip to the changes');
});

describe.each([true, false])('hostile texts (scripts: %s)', (javaScriptEnabled) => {
  test('stay text', async () => {
    const state = (end: string) =>
      cluster([
        k(
          'a',
          hostileTexts.map((text) => configMap(text, { data: { [text]: text + end } })),
        ),
      ]);
    const { page } = await open(pageOf(state('1'), state('2')), { javaScriptEnabled });
    for (const each of await page.locator('.change > summary').all()) await each.click();
    await page.locator('.change[open] .diff').last().waitFor();
    expect(await page.locator('img, svg, [onclick]').count()).toBe(0);
    expect(await page.title()).not.toContain('hit');
    if (javaScriptEnabled) expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(await page.locator('main').innerText()).toContain(
      '</script><script>window.hit = 1</script>',
    );
  });
});

describe('of 5,000 changes', () => {
  const many = pageOfMany(5000);
  const elements = 'document.querySelectorAll("*").length';

  test('builds no diff before it is looked at', async () => {
    const { page } = await open(many);
    const before = Number(await page.evaluate(elements));
    expect(before / 5000).toBeLessThan(15);
    expect(await page.locator('.diff').count()).toBe(0);
    await page.locator('.change > summary').first().click();
    await page.locator('.diff').waitFor();
    expect(Number(await page.evaluate(elements)) - before).toBeLessThan(60);
  });

  test('draws only what is in sight', async () => {
    const { page } = await open(many);
    const drawn = `[...document.querySelectorAll('.change .object')]
      .filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length`;
    expect(await page.evaluate(drawn)).toBeLessThan(500);
  });

  test('finds one of them', async () => {
    const { page } = await open(many);
    await page.getByRole('searchbox').fill('web-777 podinfo');
    expect(await page.locator('#count').textContent()).toBe('0 of 5000');
    await page.getByRole('searchbox').fill('app-777:2.2.3');
    expect(await page.locator('#count').textContent()).toBe('1 of 5000');
  });
});
