// What the page of a large plan takes in Chromium, and a picture of a large fleet in process: ratios of sizes.
import { chromium } from 'playwright-core';
import { renderSvg } from '../lib/graph/index.ts';
import { app, clusterOf } from '../test/graph/support.ts';
import { pageOfMany } from '../test/plan/html/support.ts';
import { needChromium } from '../tools/chromium.ts';
import { compare } from './processes.ts';
import { ratioRow, row } from './report.ts';

const sizes = [500, 5000] as const;
const pages = new Map<number, string>(sizes.map((count) => [count, pageOfMany(count)]));
const browser = await chromium.launch({
  executablePath: await needChromium(),
  args: ['--no-sandbox'],
});
const address = 'http://page.invalid/';

/** Milliseconds in a fresh page of as many changes, to what a script in it says. */
async function measured(count: number, script: string): Promise<number> {
  const page = await browser.newPage();
  await page.route(address, (route) =>
    route.fulfill({ body: pages.get(count) ?? '', contentType: 'text/html; charset=utf-8' }),
  );
  await page.goto(address);
  const time = Number(await page.evaluate(script));
  await page.close();
  return time;
}

const usable = `performance.getEntriesByType('navigation')[0].domInteractive`;
const search = `new Promise((done) => {
  const field = document.getElementById('search');
  const start = performance.now();
  field.value = 'app-77';
  field.dispatchEvent(new Event('input'));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})`;

console.log('\nthe page of a plan, in Chromium\n');
const times = await compare(
  Object.fromEntries(
    sizes.flatMap((count) => [
      [`usable ${String(count)}`, () => measured(count, usable)],
      [`search ${String(count)}`, () => measured(count, search)],
    ]),
  ),
);
await browser.close();
for (const what of ['usable', 'search']) {
  for (const count of sizes) {
    const figure = `${times(`${what} ${String(count)}`).toFixed(0)} ms`;
    row(`${what}, ${count.toLocaleString('en')} changes`, figure, '');
  }
  const ratio = times(`${what} 5000`) / times(`${what} 500`);
  ratioRow(`${what}, 5,000 changes over 500`, ratio, 'at most 10');
}

console.log('\na picture of a fleet\n');
/** A fleet in which each app waits for three others. */
function fleet(count: number) {
  const before = (index: number): readonly string[] =>
    index < 3 ? [] : [1, 2, 3].map((each) => `a${String((index * 7919 * each) % index)}`);
  return clusterOf(
    ...Array.from({ length: count }, (_, index) => app(`a${String(index)}`, before(index))),
  );
}
const drawing = (count: number) => (): Promise<number> => {
  const clusters = [fleet(count)];
  const start = performance.now();
  renderSvg({ version: 1, clusters });
  return Promise.resolve(performance.now() - start);
};
const drawn = await compare({ '100': drawing(100), '1000': drawing(1000) });
row('1,000 apps, each after three others', `${drawn('1000').toFixed(0)} ms`, 'under 3000');
ratioRow('1,000 apps over 100', drawn('1000') / drawn('100'), '');
