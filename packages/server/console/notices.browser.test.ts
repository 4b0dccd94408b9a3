/** The console's screen of what becomes of notices, in Chromium, on counts of a few days. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { sitDown } from './testing/desk.ts';
import { standsUp } from './testing/looks.ts';

const TODAY = Math.floor(Date.now() / 86_400_000);
const plain = { day: TODAY - 1, kind: 'stranger_message', language: 'uk', risk: 'medium', experiment: '', arm: '' };
const drawn = (arm: string) => ({
  ...{ day: TODAY - 1, kind: 'first_message', language: 'en', risk: '', experiment: 'spring', arm },
});
const COUNTS = [
  { ...plain, what: 'shown', n: 40 },
  { ...plain, what: 'answered:block', n: 30 },
  { ...plain, what: 'outlived', n: 10 },
  { ...plain, what: 'led:block', n: 32 },
  { ...drawn('shown'), what: 'drawn', n: 400 },
  { ...drawn('shown'), what: 'led:block', n: 40 },
  { ...drawn('held_out'), what: 'drawn', n: 400 },
  { ...drawn('held_out'), what: 'led:block', n: 4 },
  { ...drawn('held_out'), what: 'led:report', n: 1 },
];

describe("the console's screen of notices", () => {
  let kith: Running;
  let browser: Browser;
  before(async () => {
    [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
    const { records, close } = await openRecords(kith.config);
    await records.insertInto('notice_day').values(COUNTS).execute();
    await close();
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  it('says what was chosen, what was outlived, what followed, and how sure an experiment is', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['lead']);
    await open('/settings');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('notic');
    await page.getByRole('option', { name: 'Notices' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Notices' }).waitFor();
    const kinds = page.locator('section.part', { hasText: 'By kind and language' });
    await kinds.getByRole('cell', { name: 'Block 30 (75 %)' }).waitFor();
    await kinds.getByRole('cell', { name: 'Ukrainian' }).waitFor();
    await kinds.getByRole('cell', { name: '10 (25 %)', exact: true }).waitFor();
    const trial = page.locator('section.part', { hasText: 'Experiments' });
    await trial.getByText('More often with the notice: by').waitFor();
    assert.match(await trial.innerText(), /10 % of 400/);
    await trial.getByText('It can’t be said').first().waitFor();
    await page.getByText('does not mean that it came of it').waitFor();
    await standsUp(page, 'notices');
    if (process.env.SCREENSHOT !== undefined) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
    assert.deepEqual(complaints, []);
    await close();
  });

  it('stands up in Welsh, and gives the same as a table for spreadsheets', async () => {
    const { page, staff, open, close } = await sitDown(browser, kith, ['lead'], { locale: 'cy-GB' });
    await open('/notices');
    await page.getByRole('cell', { name: 'Wcreineg' }).waitFor();
    await standsUp(page, 'notices in Welsh');
    const today = new Date().toISOString().slice(0, 10);
    const csv = await fetch(`${kith.url}/v1/notices/numbers.csv?from=2026-01-01&to=${today}`, {
      headers: { cookie: staff.cookie },
    });
    const text = await csv.text();
    assert.match(text, /"kind","stranger_message","uk","choices block",30/);
    assert.match(text, /"experiment","spring","first_message","held out: drawn",400/);
    await close();
  });

  it('is nobody else’s to see', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['administrator']);
    await open('/notices');
    await page.getByRole('heading', { name: 'Not found' }).waitFor();
    await close();
  });
});
