/**
 * Makes docs/images/first-page.png: a whole Kith with the demo town, as somebody sees it who has just started it.
 * node scripts/with-node24.mjs packages/server/first-page/testing/screenshot.ts [FILE]
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { launchBrowser } from '../../ground/testing/browser.ts';
import { startTestKith, town } from './kith.ts';

const file = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../../docs/images/first-page.png'));
/** Fills the chart's two minutes, and a bit: what the opening sends at once has left it. */
const EVENTS = 400 + 50 * 130;

const folder = await mkdtemp(join(tmpdir(), 'kith-screenshot-'));
const kith = await startTestKith(folder);
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'en-GB' });
  await page.goto(kith.url);
  const lived = town(kith, 'picture', EVENTS + 100, 50);
  const shown = page.locator('.kith-figure__value').first();
  const enough = async () => Number((await shown.innerText()).replaceAll(',', '')) >= EVENTS;
  while (!(await enough())) await page.waitForTimeout(500);
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  console.log(file);
  await lived;
} finally {
  await browser.close();
  await kith.stop();
  await rm(folder, { recursive: true, force: true });
}
