/** The page of an appeal in Chromium: by keyboard, without scripts, in Welsh, on a small screen, and to axe. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RulingView } from '@kith/contract';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type World, world } from '../enforcement/testing/world.ts';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';

const UNDO_MS = 10_000;
const HOSTILE = '<img src=x onerror="document.title=1">\u202egnp.exe\u200b';

describe('the page of an appeal', () => {
  let w: World;
  let browser: Browser;
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  /** Somebody was warned; the link that they were given. */
  async function warned(account: string, language = 'en'): Promise<string> {
    await w.kith.post('/v1/events', {
      id: `made-${account}`,
      type: 'account.created',
      data: { actor: account, language },
    });
    const moderator = await w.person('moderator');
    const about = await w.reported(account);
    const said = { policy: 'bullying', reason: 'seen', measures: ['warn'] };
    const body = { ...said, version: await w.hold(about, moderator) };
    await w.post<{ ruling: RulingView }>(moderator, `/v1/cases/${about}/rulings`, body);
    w.later(UNDO_MS);
    return w.until('told', async () => {
      const told = w.got('statement.requested').find((one) => 'account' in one.data && one.data.account === account);
      return told?.type === 'statement.requested' && told.data.appeal?.url;
    });
  }

  async function open(url: string, options: BrowserContextOptions, act: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1024, height: 800 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== w.kith.url) complaints.push(`asked ${origin}`);
    });
    try {
      await page.goto(url);
      await act(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  async function look(page: Page): Promise<void> {
    assert.deepEqual(await axeProblems(page), [], page.url());
    assert.equal(await page.locator('h1').count(), 1);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
  }

  it('takes an objection by keyboard alone, says what is missing, and shows afterwards that it is there', async () => {
    await open(await warned('ann'), {}, async (page) => {
      await look(page);
      await page.getByRole('heading', { level: 1, name: 'Ask us to look again' }).waitFor();
      await page.getByText("You can't be cruel to people here, or scare them.", { exact: false }).waitFor();
      await page.locator('textarea').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      assert.match(await page.title(), /^Error: /);
      await look(page);
      await page.getByRole('link', { name: /Write a few words/ }).press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'text');
      await page.keyboard.type(HOSTILE);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'We have it' }).waitFor();
      await look(page);
      assert.equal(await page.locator('.kith-said').innerText(), HOSTILE);
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'We have it' }).waitFor();
    });
    const { appeals } = await (await (await w.person('lead')).get('/v1/appeals')).json();
    assert.deepEqual(
      appeals.map((appeal: { text: string }) => appeal.text),
      [HOSTILE],
    );
  });

  it('is in Welsh for whoever speaks it, without scripts, on a screen of 320 pixels', async () => {
    const link = await warned('bethan', 'cy');
    const told = w.got('statement.requested').at(-1);
    assert.ok(told?.type === 'statement.requested' && told.data.language === 'cy');
    assert.match(told.data.body.join(' '), /Wyt ti'n meddwl bod hyn yn anghywir/);
    const small = { viewport: { width: 320, height: 640 }, locale: 'cy-GB' };
    await open(link, { ...small, javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
      await page.getByRole('heading', { level: 1, name: 'Gofyn i ni edrych eto' }).waitFor();
      await page.locator('textarea').fill('Nid fi oedd e.');
      await page.getByRole('button', { name: 'Anfon' }).click();
      await page.getByRole('heading', { level: 1, name: 'Mae e gyda ni' }).waitFor();
    });
    await open(link, small, async (page) => {
      await look(page);
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('heading', { level: 1, name: 'We have it' }).waitFor();
    });
  });
});
