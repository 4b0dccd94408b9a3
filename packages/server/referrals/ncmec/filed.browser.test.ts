/**
 * The whole way in Chromium, by keyboard: a case is referred to NCMEC, one person says that it is complete, a second one reads
 * and approves it, the courier sends it to the conformance server, and its receipt is read.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sitDown } from '../../console/testing/desk.ts';
import { standsUp } from '../../console/testing/looks.ts';
import { launchBrowser } from '../../ground/testing/browser.ts';
import { type Office, office } from '../testing/office.ts';
import { ConformanceServer } from './conformance-server/server.ts';
import { USER } from './testing/at-ncmec.ts';

/** As the console orders the parts of a form. */
const ORDER = ['wrong', 'known', 'filled', 'empty'];

describe('a case that is referred at the console and sent', () => {
  let folder: string;
  let server: ConformanceServer;
  let at: Office;
  let browser: Browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-filing-'));
    server = await ConformanceServer.start({ port: 0, users: [USER], log: join(folder, 'log.jsonl') });
    process.env.NCMEC_PASSWORD_OF_TEST = USER.password;
    const referrals = join(folder, 'referrals.yaml');
    const settings = {
      provider: { uk: false, name: 'Example Ltd', platform: 'Example' },
      reporter: { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' },
      ncmec: { instead: server.url, username: USER.username, password: { variable: 'NCMEC_PASSWORD_OF_TEST' } },
    };
    await writeFile(referrals, JSON.stringify(settings));
    [at, browser] = await Promise.all([office('SQLite', { referrals }), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await at?.[Symbol.asyncDispose]();
    await server?.close();
    await rm(folder, { recursive: true });
  });

  async function press(page: Page, key: string): Promise<void> {
    await page.locator('main').focus();
    await page.keyboard.press(key);
  }

  /** What is complete is a line; everything can be reached from the list of parts, by keyboard, and is on paper. */
  async function foldsUp(page: Page): Promise<void> {
    const parts = page.locator('details.form-section');
    const shut = page.locator('.referral-form details:not([open])');
    const list = page.getByRole('navigation', { name: 'Parts of the form' });
    const titles = await parts.locator(':scope > summary h2').allTextContents();
    assert.equal(titles.length, 8);
    assert.deepEqual(await list.getByRole('listitem').locator('.link').allTextContents(), titles);
    const states = await parts.evaluateAll((all) => all.map((one) => one.getAttribute('data-state') ?? ''));
    assert.deepEqual(
      states,
      states.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)),
    );
    // nothing is in the way: all of it is folded, and says what is in it
    assert.ok(!states.includes('wrong') && (await shut.count()) >= states.filter((one) => one !== 'known').length);
    const reported = parts.filter({ has: page.getByRole('heading', { name: 'The account that is reported' }) });
    await reported.locator('summary', { hasText: /fields filled in, nothing wrong.*max_1/ }).waitFor();
    assert.equal(await reported.locator('[id$="screenName"]').first().isVisible(), false);
    await list.getByRole('button', { name: 'The account that is reported' }).press('Enter');
    await reported.locator('[id="field-personOrUserReported.screenName"]').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.closest('details')?.open), true);
    // on paper nothing is shut, and afterwards it is as it was
    const before = await shut.count();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    assert.equal(await shut.count(), 0);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    assert.equal(await shut.count(), before);
    await page.getByRole('button', { name: 'Open all parts' }).press('Enter');
    assert.equal(await shut.count(), 0);
    await standsUp(page, 'a draft for NCMEC with every part open');
  }

  it('comes to its receipt through two people', async () => {
    const about = await at.caseOf('max');
    await at.detailsOf(about, 'max', { screenName: 'max_1', ipEvents: [{ ip: '192.0.2.1', event: 'login' }] });
    const media = { kind: 'media', mediaType: 'image/jpeg', account: 'max' } as const;
    await at.put(about, { ...media, name: 'one.jpg', about: 'one', bytes: Buffer.from('a file') });

    const ann = await sitDown(browser, at.kith, ['moderator']);
    await ann.open(`/case/${about}`);
    await ann.page.getByRole('heading', { name: 'Evidence and referrals' }).waitFor();
    await press(ann.page, 'f');
    const kinds = ann.page.getByRole('dialog');
    await kinds.getByRole('radio', { checked: true }).waitFor();
    await kinds.getByRole('button', { name: 'Draft it' }).press('Enter');
    await ann.page.getByText('What it says is shut.').waitFor();
    await ann.page.getByText('nobody there acts on it').waitFor();
    await press(ann.page, 'o');
    await ann.page.locator('.referral-form').waitFor();
    await standsUp(ann.page, 'a draft for NCMEC');
    await foldsUp(ann.page);
    await press(ann.page, 'c');
    await ann.page.getByText('Checked. A second person has to approve it.').waitFor();
    const path = new URL(ann.page.url()).pathname.replace('/console', '');

    const ben = await sitDown(browser, at.kith, ['senior']);
    const { page } = ben;
    await ben.open(path);
    await page.getByText('What it says is shut.').waitFor();
    await press(page, 'o');
    await page.getByRole('heading', { name: 'What will leave' }).waitFor();
    await page.getByText('max_1').first().waitFor();
    await standsUp(page, 'what will leave for NCMEC');
    await press(page, 'y');
    await page.getByText('Approved.', { exact: true }).waitFor();
    await page.getByText('It is filed', { exact: true }).waitFor();
    await page.getByText(/The authority has it, and its receipt is stored/).waitFor();
    await page.getByText('Opened there as number 1001').waitFor();
    await standsUp(page, 'a referral that was sent');
    await page.getByRole('button', { name: 'What came back' }).press('Enter');
    await page.getByRole('dialog').getByLabel(/^Why/).fill('to see that it arrived');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByText(/<reportId>1001</)
      .waitFor();
    await standsUp(page, 'a receipt');
    await page.keyboard.press('Escape');
    await ann.open(`/case/${about}`);
    await ann.page.getByRole('link', { name: /NCMEC/ }).waitFor();
    assert.deepEqual([...ann.complaints, ...ben.complaints], []);
    await ann.close();
    await ben.close();
  });
});
