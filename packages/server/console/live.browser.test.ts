/** News at the console, in Chromium: what one person does is seen by another at once, and without news a little later. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { type World, world } from '../enforcement/testing/world.ts';
import { launchBrowser } from '../ground/testing/browser.ts';
import { type Sitting, sitDown } from './testing/desk.ts';
import { focused } from './testing/focus.ts';
import { queueOf, worldOf } from './testing/world.ts';

describe('two people at the console', () => {
  let w: World;
  let browser: Browser;
  let ann: Sitting;
  let ben: Sitting;
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
    const { child, adult } = worldOf(w.kith, 'people');
    await child('kim');
    await adult('max', 'lou', 'eve');
    for (const account of ['max', 'lou', 'eve']) await w.reported(account);
    [ann, ben] = await Promise.all([
      sitDown(browser, w.kith, await w.person('moderator')),
      sitDown(browser, w.kith, await w.person('moderator')),
    ]);
    await queueOf(ann.staff, 3);
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  /** How often the queue is asked for by the one who only looks. */
  const asking = ({ page }: Sitting) => {
    let count = 0;
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/v1/cases') count++;
    });
    return () => count;
  };
  async function rule({ page, open, staff }: Sitting, account: string): Promise<void> {
    const cases = await queueOf(staff, 1);
    const found = cases.find((one) => one.account === account) ?? assert.fail(account);
    await open(`/case/${encodeURIComponent(found.id)}`);
    await page.keyboard.press('l');
    await page.locator('.kinds').waitFor();
    await page.keyboard.press('1');
    await focused(page, 'Continue');
    await page.keyboard.press('Enter');
    await focused(page, 'Confirm');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(/Ruled/).waitFor();
  }

  it('see what the other does: a case that is held, and one that is ruled is gone, with hardly a request', async () => {
    await ben.open('/queue');
    await ben.page.locator('.case-row', { hasText: 'max' }).waitFor();
    const asked = asking(ben);
    await rule(ann, 'max');
    await ben.page.locator('.case-row', { hasText: 'max' }).waitFor({ state: 'detached' });
    await ben.page.locator('.case-row', { hasText: 'lou' }).waitFor();
    // told of each change: the first news, that it was taken, that it was ruled, and some that come together
    assert.ok(asked() <= 8, `${asked()} times`);
    assert.deepEqual(ben.complaints, []);
  });

  it('see it also where no news come, a little later', async () => {
    await ben.page.route('**/v1/live*', (route) => route.abort());
    await ben.open('/queue');
    await ben.page.locator('.case-row', { hasText: 'lou' }).waitFor();
    await rule(ann, 'lou');
    await ben.page.locator('.case-row', { hasText: 'lou' }).waitFor({ state: 'detached' });
    await ben.page.locator('.case-row', { hasText: 'eve' }).waitFor();
  });
});
