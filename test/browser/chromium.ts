import { needChromium } from '../../tools/chromium.ts';

/** Sees to it that there is a browser before any test asks for one. */
export default async function chromium(): Promise<void> {
  await needChromium();
}
