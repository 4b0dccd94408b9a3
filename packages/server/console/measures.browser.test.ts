/** The measures' page at the console, in Chromium: gaps first, answers, attestations, comparing; by keyboard, at 320 px, in Welsh. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

const DAY_MS = 86_400_000;

describe('measures at the console', () => {
  let kith: Running;
  let browser: Browser;
  let folder: string;
  let officer: Staff;
  /** the day on which it began, since 1970 */
  let began: number;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-measures-'));
    [kith, browser] = await Promise.all([runKith({ measures: folder }), launchBrowser()]);
    officer = await signIn(kith, ['compliance'], 'officer');
    const { records, close } = await openRecords(kith.config);
    began = Math.floor(Date.now() / DAY_MS);
    // three months of decisions under F1.5a, and children who were asked and let go of the default
    const counted = Array.from({ length: 90 }, (_, i) => i + 1).flatMap((ago) => [
      { day: began - ago, name: 'decided_F1.5a', key: 'block', n: 40 + ago },
      { day: began - ago, name: 'weakened_directMessages', key: 'asked', n: 2 },
    ]);
    await records.insertInto('daily_count').values(counted).execute();
    await records
      .updateTable('count_progress')
      .set({ value: began - 90 })
      .where('what', '=', 'log_from')
      .execute();
    await close();
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
    await rm(folder, { recursive: true });
  });

  it('asks what the service is, keeps each version, and says which measures apply and why', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, officer);
    await open('/measures');
    await page.getByText('25 questions are not answered').waitFor();
    await standsUp(page, 'measures before anything is answered');
    await page.getByRole('link', { name: 'Answer them' }).click();
    await page.getByText('Nobody has answered yet.').waitFor();
    const toCheck = (ask: RegExp) => page.getByRole('group', { name: ask }).getByText('To be checked against').count();
    assert.deepEqual([await toCheck(/Can users connect/), await toCheck(/more than 7 million/)], [1, 0]);
    await standsUp(page, 'the questions');
    for (const ask of ['Does the service have any means', 'Can users connect', 'Can one user send another']) {
      await page
        .getByRole('group', { name: new RegExp(ask) })
        .getByLabel('Yes', { exact: true })
        .check();
    }
    await page.getByRole('group', { name: 'Grooming' }).getByLabel('High', { exact: true }).check();
    await page.getByRole('spinbutton').fill('0');
    await page.getByRole('button', { name: 'Save as a new version' }).press('Enter');
    await page.getByRole('link', { name: /^Version 1: officer, .*, 5 answers$/ }).click();
    await page.getByRole('heading', { name: 'What the service said of itself, version 1' }).waitFor();
    await page.getByRole('row', { name: /^Grooming High/ }).waitFor();
    await page.getByRole('row', { name: /^Can users connect.* Yes/ }).waitFor();
    await standsUp(page, 'a version of the answers');
    await open('/measure/ICU/F1.5a');
    await page.getByText('It applies to this service, because of:').waitFor();
    // that the risk is high is enough: it stands under "at least one of", and that under "all of"
    await page
      .locator('li', { hasText: /^All of these: Yes/ })
      .locator('li', { hasText: /^At least one of these: Yes/ })
      .getByText(/^Grooming \(at least High\) Yes/)
      .waitFor();
    await page.getByText('To be checked against the official text').waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('shows a measure by counting: decisions under the default, and children who let go of it, by month', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, officer);
    await open('/measure/ICU/F1.5a');
    await page.getByText('Shown by data').waitFor();
    const total = 90 * 40 + (90 * 91) / 2;
    await page.getByText(`${new Intl.NumberFormat('en-GB').format(total)} in the last 365 days`).waitFor();
    await page.getByText(`refused: ${new Intl.NumberFormat('en-GB').format(total)}`).waitFor();
    await page.getByText('asked: 180').waitFor();
    await page.getByText('Every new child starts with it').waitFor();
    const table = page.getByText('The same as a table').first();
    await table.press('Enter');
    await page.getByText('so far: the month is not over').first().waitFor();
    // of what lies before the first counted day nobody knows anything: it is not none
    const since = new Date((began - 90) * DAY_MS);
    const sinceSaid = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(since);
    await page.getByText(`Counted since ${sinceSaid}`).first().waitFor();
    assert.ok((await page.getByRole('cell', { name: 'not counted yet' }).count()) >= 19);
    await standsUp(page, 'a measure shown by counting');
    await open('/measure/ICU/C5');
    await page.getByText('packages/server/cases/priority.test.ts', { exact: true }).waitFor();
    await standsUp(page, 'a measure shown by a test');
    await focusIsSeen(page, 10);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('lets whoever answers for compliance attest, with a file, and withdraw; others read it', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, officer);
    await open('/measure/ICU/A2');
    await page.getByText('Nobody attests this. Say below').waitFor();
    await page
      .getByText('Attest', { exact: false })
      .locator('visible=true')
      .locator('xpath=self::summary')
      .press('Enter');
    await page.getByLabel('How it is so at your service').fill('Ms Example, named by the board');
    const attached = page.getByLabel('A file that stands behind it');
    // nobody attests something as if nothing had been attached
    await attached.setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
    await page.getByRole('button', { name: 'Attest this' }).press('Enter');
    await page.getByText('The file is empty: attach another, or none.').waitFor();
    await attached.setInputFiles({
      ...{ name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('they named her') },
    });
    // a day that is too far is said beside the day, and what was written stays
    const until = page.getByLabel('Its last day');
    await until.fill('2099-01-01');
    await page.getByRole('button', { name: 'Attest this' }).press('Enter');
    await page.getByRole('alert').getByText('must be within 1096 days').waitFor();
    assert.equal(await until.getAttribute('aria-invalid'), 'true');
    assert.match((await until.getAttribute('aria-describedby')) ?? '', /validUntil$/);
    assert.ok(await until.evaluate((element) => element === document.activeElement));
    await until.fill('');
    await standsUp(page, 'attesting');
    await page.getByRole('button', { name: 'Attest this' }).press('Enter');
    await page.getByText('Ms Example, named by the board').waitFor();
    await page.getByText("Nothing is missing; some of it rests on somebody's word.").waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save minutes.txt' }).click();
    const saved = await (await download).path();
    assert.equal(await readFile(saved, 'utf8'), 'they named her');
    await standsUp(page, 'a measure that is attested');

    const lead = await sitDown(browser, kith, ['lead']);
    await lead.open('/measure/ICU/A2');
    await lead.page.getByText('Ms Example, named by the board').waitFor();
    assert.equal(await lead.page.getByRole('button', { name: 'Withdraw' }).count(), 0);
    await lead.close();

    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('button', { name: 'Press again to withdraw' }).click();
    await page.getByRole('heading', { name: 'Attested before' }).waitFor();
    await page.getByText('Nothing shows it.').waitFor();
    // the day that was refused is the only one
    assert.deepEqual(
      complaints.map((one) => /400 \(Bad Request\)/.test(one)),
      [true],
    );
    await close();
  });

  it('puts gaps first, and shows those of one code and state, which the address keeps', async () => {
    const { page, open, close } = await sitDown(browser, kith, officer);
    await open('/measures');
    const states = await page.locator('table.rows tbody tr td:nth-child(3) .tag').allTextContents();
    assert.equal(states[0], 'Not shown');
    assert.ok(states.lastIndexOf('Not shown') > 0 && states.indexOf('Shown by data') > states.indexOf('Partly'));
    await page.getByRole('combobox', { name: /^Code/ }).selectOption('ICU');
    await page.getByRole('combobox', { name: /^State/ }).selectOption('shown');
    await page.getByRole('link', { name: 'ICU F1.5a' }).waitFor();
    assert.match(page.url(), /code=ICU&state=shown/);
    await page.getByRole('combobox', { name: /^Code/ }).selectOption('PCU');
    await page.getByRole('combobox', { name: /^State/ }).selectOption('attested');
    await page.getByText('No measure is like that').waitFor();
    await close();
  });

  it('says where a code is wrong, and then what it would change and which states with it', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, officer);
    const icu = await readFile(join(import.meta.dirname, '../measures/registry/icu.yaml'), 'utf8');
    await open('/measures/compare');
    const text = page.getByLabel('The code (YAML)');
    await text.fill(icu.replace('configured: url_lists', 'configured: url_list'));
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText('there is no check url_list').waitFor();
    const changed = icu
      .replace('id: J2', 'id: J9')
      .replace(/(- id: G3[\s\S]*?applies: )every_service/, '$1{ not: every_service }');
    await text.fill(`whole: true\n${changed}`);
    await page.getByRole('button', { name: 'Compare', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'ICU: from 2026-09-09 to 2026-09-09' }).waitFor();
    await page.getByText('Added: 1').waitFor();
    await page.getByText('Gone: 1').waitFor();
    assert.match((await page.getByText(/^G3 /).textContent()) ?? '', /Not shown → Does not apply/);
    await standsUp(page, 'what a code would change');
    assert.deepEqual(complaints, []);
    await close();
  });

  it('says that the operator’s own folder is broken, and what to do; the measures before stay', async () => {
    await writeFile(join(folder, 'house.yaml'), 'code: HOUSE\n');
    await kith.reload();
    const { page, open, close } = await sitDown(browser, kith, officer);
    await open('/measures');
    await page.getByRole('alert').getByText("The operator's own measures can't be used").waitFor();
    await page.getByText(/house\.yaml:1:1 title: is missing/).waitFor();
    await page.getByRole('link', { name: 'ICU F1.5a' }).waitFor();
    await standsUp(page, 'measures with a broken folder');
    await close();
    await rm(join(folder, 'house.yaml'));
    await kith.reload();
  });

  it('gives the record of a day as a file, and says beside the day what is wrong with it', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, officer);
    await open('/measures');
    const today = Math.floor(Date.now() / DAY_MS);
    const day = page.getByLabel('Its day');
    const yesterday = new Date((today - 1) * DAY_MS).toISOString().slice(0, 10);
    assert.equal(await day.inputValue(), yesterday);
    for (const [form, begins] of [
      ['HTML, to read', '<!doctype html>'],
      ['PDF, for paper: months in place of days', '%PDF-'],
      ['CSV, for a spreadsheet', '\ufeff'],
      ['JSON, for programs: its hash is the one that each form has', '{'],
    ] as const) {
      await page.getByLabel('In which form').selectOption(form);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save the record' }).press('Enter');
      const file = await download;
      assert.match(file.suggestedFilename(), new RegExp(`^measures-record-${yesterday}\\.(html|pdf|csv|json)$`));
      const text = await readFile(await file.path(), 'utf8');
      assert.ok(text.startsWith(begins) || form.startsWith('CSV'), form);
      await page.getByRole('button', { name: 'Save the record' }).waitFor();
    }
    await standsUp(page, 'the record of a day');
    // a day that is not over: the field offers none, so it is told to take any
    await day.evaluate((element) => element.removeAttribute('max'));
    await day.fill(new Date(today * DAY_MS).toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Save the record' }).press('Enter');
    await page.getByRole('alert').getByText("isn't counted whole yet").waitFor();
    assert.equal(await day.getAttribute('aria-invalid'), 'true');
    await standsUp(page, 'a day without a record');
    assert.deepEqual(
      complaints.map((one) => /400 \(Bad Request\)/.test(one)),
      [true],
    );
    await close();
  });

  it('is in Welsh, with the registry’s words too', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, officer, { locale: 'cy-GB' });
    await open('/measures');
    await page.getByText('Unigolyn atebol a enwir').first().waitFor();
    await standsUp(page, 'measures in Welsh');
    await open('/measure/ICU/F1.5a');
    await page.getByText('Ni all neb sydd heb gysylltiad').waitFor();
    await page.getByText('yn y 365 diwrnod diwethaf').first().waitFor();
    await standsUp(page, 'a measure in Welsh');
    await open('/measures/answers');
    await page.getByText('Meithrin perthynas amhriodol').waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is not there for those who may not read it', async () => {
    const moderator = await sitDown(browser, kith, ['moderator']);
    await moderator.open('/measures');
    await moderator.page.getByRole('heading', { name: 'Not found' }).waitFor();
    await moderator.close();
  });

  it('says on the day on which counting began that none is whole yet, and gives the record of the day before', async () => {
    const { records, close: shut } = await openRecords(kith.config);
    const today = Math.floor(Date.now() / DAY_MS);
    await records.deleteFrom('daily_count').execute();
    await records.updateTable('count_progress').set({ value: today }).where('what', '=', 'log_from').execute();
    await shut();
    const { page, open, complaints, close } = await sitDown(browser, kith, officer);
    await open('/measures');
    await page.getByText('No day has been counted whole yet').waitFor();
    assert.equal(await page.getByText('Everything is counted through').count(), 0);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the record' }).press('Enter');
    assert.match(
      await readFile(await (await download).path(), 'utf8'),
      /Nothing was counted then: counting began later/,
    );
    assert.deepEqual(complaints, []);
    await close();
  });
});
