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
