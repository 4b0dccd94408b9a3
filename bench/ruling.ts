/** From one case to the next in Chromium: what passes from the key that rules until the next case can be ruled. */
import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright-core';
import { sitDown } from '../packages/server/console/testing/desk.ts';
import { launchBrowser } from '../packages/server/ground/testing/browser.ts';
import type { Running } from '../packages/server/testing/kith.ts';
import type { Staff } from '../packages/server/testing/sign-in.ts';
import { figure, type Say } from './figures.ts';
import { percentile } from './percentiles.ts';

const RULINGS = 40;
/** The first of them load the programme's parts, and wait for what the queue has to write anew: they are not counted. */
const WARMING = 3;

export async function measureRuling(kith: Pick<Running, 'url' | 'config'>, staff: Staff, say: Say): Promise<void> {
  const browser = await launchBrowser();
  try {
    const { page, open, close } = await sitDown(browser, kith, staff);
    await open('/queue');
    await page.locator('.case-row').first().waitFor();
    await page.keyboard.press('t');
    await inFront(page, '');
    const whole: number[] = [];
    const taking: number[] = [];
    for (let i = 0; i < WARMING + RULINGS; i++) {
      const { pathname } = new URL(page.url());
      await page.keyboard.press('1');
      await page.locator('.judging form .button--main:focus').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.last-look .button--main:focus').waitFor();
      const ruled_ms = performance.now();
      await page.keyboard.press('Enter');
      await page.locator('.judging--open').waitFor({ state: 'detached' });
      const took_ms = performance.now();
      await page.keyboard.press('t');
      await inFront(page, pathname);
      const there_ms = performance.now();
      if (i < WARMING) continue;
      whole.push(there_ms - ruled_ms);
      taking.push(there_ms - took_ms);
    }
    say(figure('console: from the key that rules to the next case, p50', percentile(whole, 0.5), 'ms'));
    say(
      figure('console: from the key that rules to the next case, p95', percentile(whole, 0.95), 'ms', { atMost: 150 }),
    );
    say(figure('console: of these, from the key that takes the next, p95', percentile(taking, 0.95), 'ms'));
    await close();
  } finally {
    await browser.close();
  }
}

/** Another case than the one at this path is shown, and theirs to rule. */
const inFront = (page: Page, before: string) =>
  page.waitForFunction(
    (was) =>
      window.location.pathname !== was &&
      window.location.pathname.includes('/case/') &&
      document.querySelector('.case-head') !== null &&
      document.querySelector('.kinds') !== null,
    before,
  );
