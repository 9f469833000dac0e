import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planCluster, renderHtml } from '../../../lib/plan/index.ts';
import { claim, cluster, configMap, deployment, kustomization as k, running } from '../support.ts';
import { hostileTexts, pageOf } from './support.ts';

const before = cluster([
  k('media', [claim('config')]),
  k('podinfo', [deployment('web', running('podinfo:6.7.1'))]),
]);
const after = cluster([
  k('media', []),
  k('podinfo', [deployment('web', running('podinfo:6.7.2')), configMap('new')]),
]);
const page = pageOf(before, after);

describe('the page of a plan', () => {
  test('is the same for the same plan', () => {
    expect(pageOf(before, after)).toBe(page);
  });

  test('allows only its own style and script, by what they hold', () => {
    const contents = [...page.matchAll(/<(style|script)>(.*?)<\/\1>/gs)];
    expect(contents.map(([, tag]) => tag)).toEqual(['style', 'script']);
    for (const [, tag = '', text = ''] of contents) {
      const hash = createHash('sha256').update(text).digest('base64');
      expect(page).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(page).toContain("default-src 'none'");
  });

  test('names nothing to load, and moves nothing', () => {
    expect(page).not.toMatch(/\s(?:src|action|data)=|@import|url\(|https?:|<link|<iframe/i);
    expect(page).not.toMatch(/transition|animation|scroll-behavior/);
  });

  test('has dangers first, and each change once', () => {
    const rows = [...page.matchAll(/<details class="change" id="([^"]*)".*?data-level="(\w*)"/g)];
    expect(rows.map(([, , level]) => level)).toEqual(['danger', '', '']);
    expect(new Set(rows.map(([, id]) => id)).size).toBe(rows.length);
  });

  test('has the order in which Flux acts', () => {
    const order = page.slice(page.indexOf('<nav'));
    expect([...order.matchAll(/<a href="#c1-\d+">([^<]*)/g)].map(([, name]) => name)).toEqual([
      'podinfo',
      'media',
    ]);
  });

  test('says what a risk means and what to do', () => {
    expect(page).toContain('data is lost: flux-system/media deletes it');
    expect(page).toContain('or keep the volume with reclaim policy Retain');
  });

  test('marks the words that differ', () => {
    expect(page).toMatch(/podinfo:6\.7\.<mark>1<\/mark>/);
  });

  test('says that nothing changes', () => {
    expect(pageOf(before, before)).toContain('no changes');
  });

  test('keeps a line of many characters short, around what differs', () => {
    const long = (text: string) =>
      cluster([
        k('a', [
          configMap('c', { data: { key: `${'x '.repeat(5000)}${text}${' y'.repeat(5000)}` } }),
        ]),
      ]);
    const text = pageOf(long('one'), long('two'));
    expect(text).toContain('<mark>one</mark>');
    expect(text.length).toBeLessThan(page.length + 5000);
  });

  test('ends the text of a huge object, and says so', () => {
    const data = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`k${index}`, 'v']));
    const text = pageOf(cluster([]), cluster([k('a', [configMap('c', { data })])]));
    expect(text).toMatch(/\d+ more lines/);
  });
});

describe('whatever names and values hold', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(...hostileTexts),
  );

  test('the page has its own elements only, and no character that drives or hides text', () => {
    const elements = (html: string) =>
      [...html.matchAll(/<(\/?[a-z]\w*)/gi)].map(([, name]) => name).join(' ');
    const with_ = (name: string, key: string, value: string) =>
      pageOf(
        cluster([k('a', [configMap(`c${name}`, { data: { [`k${key}`]: 'x' } })])]),
        cluster([k('a', [configMap(`c${name}`, { data: { [`k${key}`]: `v${value}` } })])]),
      );
    const usual = elements(with_('n', 'k', 'v'));
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(...hostileTexts), (name, key, value) => {
        const html = with_(name, key, value);
        // A value of several lines is a block: the mark around one word goes.
        expect(elements(html).replaceAll(/ \/?mark/g, '')).toBe(usual.replaceAll(/ \/?mark/g, ''));
        // eslint-disable-next-line no-control-regex -- control characters are what is looked for
        const driving = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
        expect(html).not.toMatch(driving);
      }),
    );
  });

  test('diagnostics, clusters and images are text as well', () => {
    const state = cluster([k('a', [])]);
    const plan = planCluster({ base: state, head: state });
    const evil = '</noscript></script><script>';
    const html = renderHtml({
      version: 1,
      clusters: [
        {
          ...plan,
          name: evil,
          images: [{ app: evil, image: evil, tag: evil, declared: evil }],
          diagnostics: [
            {
              code: 'build-failed',
              severity: 'error',
              message: evil,
              hint: evil,
              location: { object: evil },
            },
          ],
          risks: [{ code: evil, level: 'danger', message: evil, remedy: evil }],
        },
      ],
      stages: [{ number: 1, publish: evil, wait: evil, commands: [evil] }],
    });
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toContain('</noscript>');
  });
});
