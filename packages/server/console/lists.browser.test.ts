/** Lists of known material at the console, in Chromium: one that works, one that failed, one that was never there. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { importNow } from '../media/lists/testing/import-now.ts';
import { linesOfNumbers } from '../media/lists/testing/lists.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { sitDown } from './testing/desk.ts';
import { focusIsSeen, standsUp } from './testing/looks.ts';

describe('lists of known material in the console', () => {
  let folder: string;
  let kith: Running;
  let browser: Browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-lists-console-'));
    const file = join(folder, 'lists.yaml');
    const path = (name: string) => join(folder, `${name}.csv`);
    const rows = ['good', 'broken', 'missing'].map(
      (name) => `- { name: ${name}, verified: [A1, A2], everyHours: 12, from: { kind: file, path: ${path(name)} } }\n`,
    );
    await writeFile(file, rows.join(''));
    // without couriers nothing is imported but by the test
    [kith, browser] = await Promise.all([runKith({ lists: file, roles: 'api,web' }), launchBrowser()]);
    for (const name of ['good', 'broken']) {
      await writeFile(path(name), linesOfNumbers([1, 2, 3, 4]));
      assert.equal(await importNow(kith.config, name), 'imported');
    }
    await writeFile(path('broken'), `${linesOfNumbers([1, 2, 3])}md5,nothing\n`);
    assert.equal(await importNow(kith.config, 'broken'), 'too_many_bad');
    assert.equal(await importNow(kith.config, 'missing'), 'not_there');
  });
  after(async () => {
    await browser?.close();
    await kith?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('say how each stands: entries, version, how old, stale, and what failed', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['auditor']);
    await open('/lists');
    const row = (name: string) => page.locator('.rows tbody tr', { hasText: name }).first();
    await row('good').waitFor();
    assert.match(await row('good').innerText(), /a file[\s\S]*good\.csv[\s\S]*A1, A2[\s\S]*4 version 1[\s\S]*good/);
    assert.equal(await row('good').getByText('stale').count(), 0);
    assert.match(await row('broken').innerText(), /Failed: .+/);
    assert.match(await row('missing').innerText(), /never imported stale[\s\S]*Failed: there is no such file/);
    await page.getByText('What people here found').waitFor();
    await standsUp(page, 'lists');
    await focusIsSeen(page, 20);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('are opened by keyboard, with their imports, bad lines by number, and what to do', async () => {
    const { page, open, complaints, close } = await sitDown(browser, kith, ['auditor']);
    await open('/lists');
    await page.locator('[data-row="1"]').waitFor();
    await page.locator('main').focus();
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1, name: 'List broken' }).waitFor();
    await page.getByText('Version 1 stays in use until an import works.').waitFor();
    await page.getByText('kith lists import broken --accept').waitFor();
    await page.getByText('1 bad line').click();
    await page.getByText(/^line 4 /).waitFor();
    assert.deepEqual(await page.locator('.rows tbody tr td:first-child').allInnerTexts(), ['2', '1']);
    await standsUp(page, 'a list');
    await open('/list/nothing');
    await page.getByText('There is no list of this name any more.').waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('are in Welsh', async () => {
    const { page, open, close } = await sitDown(browser, kith, ['moderator'], { locale: 'cy-GB' });
    await open('/lists');
    await page.getByRole('heading', { level: 1, name: 'Rhestrau' }).waitFor();
    await page.locator('.rows tbody tr', { hasText: 'missing' }).getByText("nid oes ffeil o'r fath").waitFor();
    await standsUp(page, 'lists in Welsh');
    await close();
  });
});
