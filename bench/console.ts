/** The console in Chromium: how long until something is there to be looked at, and whether it scrolls smoothly. */
import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright-core';
import { sitDown } from '../packages/server/console/testing/desk.ts';
import { launchBrowser } from '../packages/server/ground/testing/browser.ts';
import type { Running } from '../packages/server/testing/kith.ts';
import type { Staff } from '../packages/server/testing/sign-in.ts';
import { figure, type Say } from './figures.ts';
import { percentile } from './percentiles.ts';

const OPENINGS = 20;
/** What is scrolled through: some hundred messages, or as many rows of the queue as were loaded. */
const SCROLLS = 120;
const SCROLL_PX = 400;

export async function measureConsole(
  kith: Pick<Running, 'url' | 'config'>,
  staff: Staff,
  long: string,
  say: Say,
): Promise<void> {
  const browser = await launchBrowser();
  try {
    const { page, url, close } = await sitDown(browser, kith, staff);
    const show = (path: string, what: string) =>
      timed(async () => {
        await page.goto(`${url}/console${path}`);
        await page.locator(what).first().waitFor();
      });
    await show('/queue', '.case-row');
    say(figure('console: the queue from nothing, p95', await show('/queue', '.case-row'), 'ms'));
    say(figure('console: rows scrolled through, longest frame', await frames(page, null), 'ms'));
    const path = `/case/${encodeURIComponent(long)}`;
    say(figure('console: the long case from nothing, p95', await show(path, '.shut'), 'ms'));
    const opened = await timed(
      async () => {
        await page.locator('.message').first().waitFor();
      },
      async () => {
        await page.goto(`${url}/console${path}`);
        await page.locator('.shut').waitFor();
        await page.keyboard.press('o');
      },
    );
    say(figure('console: its conversation after the key, p95', opened, 'ms', { atMost: 500 }));
    say(figure('console: messages scrolled through, longest frame', await frames(page, '.timeline'), 'ms'));
    say(figure('console: rows of the conversation in the page', await page.locator('.timeline__row').count(), ''));
    await close();
  } finally {
    await browser.close();
  }
}

/** The 95th percentile, milliseconds, from when `before` is done. */
async function timed(run: () => Promise<void>, before: () => Promise<void> = async () => {}): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    await before();
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return percentile(times, 0.95);
}

/** Scrolls a frame at a time, up in a conversation and down in the queue; the longest that a frame took, milliseconds. */
const frames = (page: Page, box: string | null): Promise<number> =>
  page.evaluate(
    async ({ box: selector, scrolls, px }) => {
      const of = selector === null ? document.scrollingElement : document.querySelector(selector);
      if (of === null) throw new Error(`there is no ${selector}`);
      let longest = 0;
      let last = performance.now();
      for (let i = 0; i < scrolls; i++) {
        of.scrollBy(0, selector === null ? px : -px);
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        longest = Math.max(longest, now - last);
        last = now;
      }
      return longest;
    },
    { box, scrolls: SCROLLS, px: SCROLL_PX },
  );
