/** The calendar at the console, in Chromium. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

const DAY_MS = 86_400_000;

describe('the calendar in the console', () => {
  let kith: Running;
  let browser: Browser;
  before(async () => {
    [kith, browser] = await Promise.all([runKith({ roles: 'api,web' }), launchBrowser()]);
    const { records, close } = await openRecords(kith.config);
    await records
      .insertInto('erasure_request')
      .values({ id: 'era_1', account: 'kim', asked_at: Date.now() - 60 * DAY_MS, told_at: null, done_at: null })
      .execute();
    await close();
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  it('says what is overdue first, by which law, and leads to where it is done', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['compliance']);
    await open('/calendar');
    await page.getByText('Answer 1 request to erase data').waitFor();
    assert.deepEqual((await page.locator('main h2').allInnerTexts()).slice(0, 2), ['Overdue', 'Missing']);
    await page.getByText('to be checked against the official text').first().waitFor();
    await standsUp(page, 'calendar');
    await focusIsSeen(page, 16);
    await page.getByRole('link', { name: 'Assess and sign' }).first().press('Enter');
    await page.getByRole('button', { name: 'Begin the first version' }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is in Welsh', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['compliance'], { locale: 'cy-GB' });
    await open('/calendar');
    await page.getByText('Ateb 1 cais i ddileu data').waitFor();
    await standsUp(page, 'calendar in Welsh');
    await close();
  });
});
