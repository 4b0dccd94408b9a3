/** Transparency reports at the console, in Chromium: drafted, published, corrected and withdrawn, by keyboard. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { transparencyReports } from '@kith/contract';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { countHalfYear, dayIn } from '../measures/transparency/testing/counted.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

/** The half-year that is counted is over, and the last of those that are offered. */
const NOW = Date.parse('2026-07-14T09:00:00Z');
const DRAFT = 'from=2026-01&to=2026-06';
const TITLE = 'Transparency report: January 2026 to June 2026';

describe('transparency reports in the console', () => {
  let kith: Running;
  let browser: Browser;
  before(async () => {
    [kith, browser] = await Promise.all([runKith({ roles: 'api,web' }), launchBrowser()]);
    const { records, close } = await openRecords(kith.config);
    await countHalfYear(records);
    await close();
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
  });

  async function sit(role: 'compliance' | 'auditor', options: BrowserContextOptions = {}) {
    const sitting = await sitDown(browser, kith, [role], options);
    await sitting.page.clock.setFixedTime(NOW);
    return sitting;
  }
  const publicPage = async (id: string) => (await fetch(`${kith.url}/transparency/${id}?lang=en`)).text();

  it('are drafted and published by keyboard, and then are for anybody', async () => {
    const { page, open, staff, complaints, close } = await sit('compliance');
    await open('/transparency');
    await page.getByText('No report was published yet. Choose its months above').waitFor();
    await standsUp(page, 'no transparency reports');
    await focusIsSeen(page, 24);
    const [from, to] = [page.getByLabel('First month'), page.getByLabel('Last month')];
    await to.press('End');
    await page.getByText('The last month is before the first. Choose a later one.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Look at the draft' }).isDisabled());
    await to.press('Home');
    await from.press('End');
    await page.getByText('A report is of at most 24 months. Choose fewer.').waitFor();
    await from.press('Home');
    for (let i = 0; i < 5; i++) await from.press('ArrowDown');
    assert.deepEqual([await from.inputValue(), await to.inputValue()], ['2026-01', '2026-06']);

    // what is said while Kith works is looked at before it may answer
    await page.route('**/v1/transparency/draft?*', async (route) => {
      await page.getByText('Counting, and working out what must be withheld').waitFor();
      await route.continue();
    });
    await page.getByRole('button', { name: 'Look at the draft' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: `Draft: ${TITLE}` }).waitFor();
    const { withheld, small, sha256 } = await (await staff.get(`/v1/transparency/draft?${DRAFT}`)).json();
    assert.ok(small > 1 && withheld - small > 1, `${small} of ${withheld}`);
    const said = await page.locator('main').innerText();
    assert.ok(
      said.includes(`${withheld} numbers say “withheld”: ${small} are fewer than 5 (1 to 4), and ${withheld - small}`),
    );
    assert.equal(await page.locator('td .tag--said').getByText('withheld', { exact: true }).count(), withheld);
    for (const cell of await page.locator('td:not(:first-child)').allInnerTexts())
      assert.ok(!['1', '2', '3', '4'].includes(cell), cell);
    await standsUp(page, 'a draft');

    await page.getByRole('button', { name: 'Publish it' }).press('Enter');
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Anybody may read it then, without signing in. It stays frozen as it is').waitFor();
    assert.ok(await sheet.getByRole('button', { name: 'Publish it' }).isDisabled());
    await standsUp(page, 'publishing');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    assert.deepEqual((await (await staff.get('/v1/transparency')).json()).reports, []);
    await page.getByRole('button', { name: 'Publish it' }).press('Enter');
    await sheet.getByLabel('I have looked at the draft').press('Space');
    await sheet.getByRole('button', { name: 'Publish it' }).press('Enter');
    await page.getByText('It is published. Anybody may read it.').waitFor();
    assert.match(await page.locator('.rows tbody tr').innerText(), new RegExp(`public[\\s\\S]*by [\\s\\S]*${sha256}`));
    await standsUp(page, 'transparency reports');
    await focusIsSeen(page, 28);
    await page.getByRole('link', { name: `${TITLE}, edition 1` }).press('Enter');
    await page.waitForURL('**/transparency/2026-01_2026-06_1');
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    assert.ok((await page.locator('main').innerText()).includes(sha256));
    assert.deepEqual(complaints, []);
    await close();
  });

  it('are corrected by an edition that says what it changes, and only as it was looked at', async () => {
    const { page, open, staff, close } = await sit('compliance');
    await open('/transparency');
    await page.getByRole('link', { name: `Correct it: ${TITLE}` }).press('Enter');
    await page.getByText('It would be edition 2').waitFor();
    const { records, close: closeRecords } = await openRecords(kith.config);
    const late = { day: dayIn('2026-03-20'), name: 'reports_received', key: 'keeps_secret/trusted_flagger', n: 10 };
    await records.insertInto('daily_count').values(late).execute();
    await closeRecords();
    const sheet = page.getByRole('dialog');
    const publish = async () => {
      await page.getByRole('button', { name: 'Publish it' }).press('Enter');
      await sheet.getByLabel('I have looked at the draft').press('Space');
      assert.ok(await sheet.getByRole('button', { name: 'Publish it' }).isDisabled());
      await sheet.getByLabel('What this edition changes').fill('Ten reports of March were left out.');
      await sheet.getByRole('button', { name: 'Publish it' }).press('Enter');
    };
    const before = await page.locator('.hash').innerText();
    await publish();
    await page.getByText('The report would be another than the one you looked at').waitFor();
    await page.locator('.hash').filter({ hasNotText: before }).waitFor();
    assert.equal((await (await staff.get('/v1/transparency')).json()).reports.length, 1);
    await publish();
    await page.getByText('What it changes: Ten reports of March were left out.').waitFor();
    await page.getByText('Edition 2 came after it.').waitFor();
    assert.equal(await page.getByRole('link', { name: /^Correct it/ }).count(), 1);
    assert.match(await publicPage('2026-01_2026-06_2'), /Ten reports of March were left out\./);
    await close();
  });

  it('are withdrawn with a reason, which their page shows', async () => {
    const { page, open, staff, complaints, close } = await sit('compliance');
    await open('/transparency');
    await page.getByRole('button', { name: `Withdraw it: ${TITLE}, edition 2` }).press('Enter');
    const sheet = page.getByRole('dialog');
    assert.ok(await sheet.getByRole('button', { name: 'Withdraw it' }).isDisabled());
    await sheet.getByLabel('Why, for anybody to read').fill('March was counted twice.');
    await standsUp(page, 'withdrawing');
    await sheet.getByRole('button', { name: 'Withdraw it' }).press('Enter');
    await page.getByText('It is withdrawn. Its page says why.').waitFor();
    await page.getByText('March was counted twice.').waitFor();
    await page.getByText('Edition 2 came after it.').waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('button', { name: /^Withdraw it/ }).count(), 1);
    const { reports } = transparencyReports.parse(await (await staff.get('/v1/transparency')).json());
    assert.deepEqual(
      reports.map(({ edition, withdrawn }) => [edition, withdrawn?.why ?? null]),
      [
        [2, 'March was counted twice.'],
        [1, null],
      ],
    );
    assert.match(await publicPage('2026-01_2026-06_2'), /This report was withdrawn on .*: March was counted twice\./);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('say what to do where months are not counted yet', async () => {
    const { page, open, close } = await sit('compliance');
    await open('/transparency/draft?from=2098-05&to=2098-07');
    await page.getByRole('alert').getByText('There is no report of these months. They must all be over').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Publish it' }).count(), 0);
    await close();
  });

  it('are read, and not made, by those who audit', async () => {
    const { page, open, complaints, close } = await sit('auditor');
    await open('/transparency');
    await page.getByRole('link', { name: `${TITLE}, edition 1` }).waitFor();
    for (const name of [/^Withdraw it/, 'Look at the draft'])
      assert.equal(await page.getByRole('button', { name }).count(), 0);
    assert.equal(await page.getByRole('link', { name: /^Correct it/ }).count(), 0);
    await standsUp(page, 'transparency reports to read');
    await open(`/transparency/draft?${DRAFT}`);
    await page.getByRole('heading', { level: 1, name: 'Not found' }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('are in Welsh', async () => {
    const { page, open, complaints, close } = await sit('compliance', { locale: 'cy-GB' });
    await open('/transparency');
    await page.getByRole('heading', { level: 1, name: 'Tryloywder', exact: true }).waitFor();
    await page.getByText("wedi ei dynnu'n ôl", { exact: true }).waitFor();
    await standsUp(page, 'transparency reports in Welsh');
    await page.getByRole('button', { name: 'Edrych ar y drafft' }).press('Enter');
    await page.getByText('wedi ei ddal yn ôl', { exact: true }).first().waitFor();
    await standsUp(page, 'a draft in Welsh');
    assert.deepEqual(complaints, []);
    await close();
  });
});
