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
    await page.getByText('Once a year: Annual review of risk management').waitFor();
    await standsUp(page, 'calendar');
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('link', { name: 'As a file for calendars' }).waitFor({ state: 'hidden' });
    assert.ok(await page.getByText('Answer 1 request to erase data').isVisible());
    await page.emulateMedia({ media: 'screen' });
    await focusIsSeen(page, 16);
    await page.getByRole('link', { name: 'Assess and sign' }).first().press('Enter');
    await page.getByRole('button', { name: 'Begin the first version' }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('marks a yearly duty as done, and says when it was', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['compliance']);
    await open('/calendar');
    const row = page.locator('tr', { hasText: 'Annual review of risk management' });
    await row.getByRole('button', { name: 'Mark as done' }).press('Enter');
    await row.getByRole('button', { name: 'Press again' }).press('Enter');
    await row.getByText(/^Done last on /).waitFor();
    await standsUp(page, 'calendar with a duty that was seen to');
    const lead = await sitDown(browser, kith, ['lead']);
    await lead.open('/calendar');
    await lead.page.getByText(/^Done last on /).waitFor();
    assert.equal(await lead.page.getByRole('button', { name: 'Mark as done' }).count(), 0);
    assert.equal(await lead.page.getByRole('button', { name: 'Marked by mistake' }).count(), 0);
    await lead.close();
    await row.getByRole('button', { name: 'Marked by mistake' }).press('Enter');
    await row.getByRole('button', { name: 'Press again: it was not done' }).press('Enter');
    await page.getByText('Taken back: it is due as before.').waitFor();
    await row.getByText(/^Done last on /).waitFor({ state: 'detached' });
    await standsUp(page, 'calendar with a duty that was taken back');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('makes an address for a program of calendars, which reads it without signing in, and ends it', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['auditor']);
    await open('/calendar');
    await page.getByText('Read it in your own calendar').press('Enter');
    await page.getByRole('button', { name: 'Make an address' }).press('Enter');
    const made = await page.getByLabel('Your address, shown this once').inputValue();
    await standsUp(page, 'calendar with an address of one’s own');
    assert.match(await (await fetch(made)).text(), /^BEGIN:VCALENDAR/);
    await page.getByRole('button', { name: 'End it' }).press('Enter');
    await page.getByText('Ended: nobody reads').waitFor();
    assert.equal((await fetch(made)).status, 404);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is in Welsh', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['compliance'], { locale: 'cy-GB' });
    await open('/calendar');
    await page.getByText('Ateb 1 cais i ddileu data').waitFor();
    await page.getByText('GDPR y DU, erthygl 12(3): o fewn mis').waitFor();
    await standsUp(page, 'calendar in Welsh');
    await close();
  });
});
