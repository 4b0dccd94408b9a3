/** What goes wrong in front of somebody who works: twice pressed, two windows, a hold that ends while they write, no network, going back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type World, world } from '../enforcement/testing/world.ts';
import { launchBrowser } from '../ground/testing/browser.ts';
import { sitDown } from './testing/desk.ts';
import { focused } from './testing/focus.ts';
import { caseOf } from './testing/world.ts';

const LEASE_MS = 15 * 60_000;

describe('at the console, what goes wrong', () => {
  let w: World;
  let browser: Browser;
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  const main = (page: Page) => page.locator('main').focus();
  async function take(page: Page): Promise<void> {
    await main(page);
    await page.keyboard.press('l');
    await page.locator('.kinds').waitFor();
  }

  it('a ruling that is confirmed twice in one moment is one ruling', async () => {
    const { page, open, staff, close } = await sitDown(browser, w.kith, ['moderator']);
    const id = await w.reported('twice');
    await open(`/case/${id}`);
    await take(page);
    await page.keyboard.press('1');
    await focused(page, 'Continue');
    await page.keyboard.press('Enter');
    await focused(page, 'Confirm');
    await page.locator('.judging .button--main').dblclick();
    await page.getByRole('status').getByText(/Ruled/).waitFor();
    assert.equal((await caseOf(staff, id)).rulings.length, 1);
    await close();
  });

  it('of one case in two windows of one person what is done in one is seen in the other, and nothing is done twice', async () => {
    const one = await sitDown(browser, w.kith, ['moderator']);
    const id = await w.reported('two windows');
    await one.open(`/case/${id}`);
    await take(one.page);
    const other = await one.page.context().newPage();
    await other.goto(one.page.url());
    for (const page of [one.page, other]) {
      await page.locator('.kinds').waitFor();
      await main(page);
      await page.keyboard.press('1');
      await focused(page, 'Continue');
      await page.keyboard.press('Enter');
      await focused(page, 'Confirm');
    }
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('status').getByText(/Ruled/).waitFor();
    // it is over, here too: by itself, or when they try
    await other.keyboard.press('Enter');
    await other.getByText('There is nothing left to rule').first().waitFor();
    assert.equal((await caseOf(one.staff, id)).rulings.length, 1);
    await one.close();
  });

  it('what somebody writes stays where their hold ends, or somebody else acts, and is sent when they hold it again', async () => {
    const first = await w.person('moderator');
    const id = await w.reported('held');
    const body = { policy: 'contact-with-children', reason: 'seen', measures: ['disable'] };
    await w.post(first, `/v1/cases/${id}/rulings`, { ...body, version: await w.hold(id, first) });
    const { page, open, staff, close } = await sitDown(browser, w.kith, await w.person('senior'));
    await open(`/case/${id}`);
    await main(page);
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'Second look' }).waitFor();
    await main(page);
    await page.keyboard.press('Shift+Y');
    const note = page.getByRole('dialog').getByRole('textbox');
    await note.fill('not what I see');
    // a click beside it throws nothing away
    await page.mouse.click(5, 5);
    assert.equal(await note.inputValue(), 'not what I see');
    w.later(LEASE_MS + 1);
    const send = page.getByRole('dialog').locator('.button--main');
    await send.click();
    // a screen reader is told, too: what is beside a sheet is hidden from it otherwise
    await page.getByRole('status').getByText('You don’t hold this case any more. Take it again.').waitFor();
    assert.equal(await note.inputValue(), 'not what I see');
    assert.equal((await caseOf(staff, id)).rulings[0]?.state, 'proposed');
    const { version } = await caseOf(staff, id);
    await w.post(staff, `/v1/cases/${id}/lease`, { version });
    await page.locator('#judging-title', { hasText: 'Second look' }).waitFor();
    await send.click();
    await page.getByText('Disagreed. The case is open again').waitFor();
    await close();
  });

  it('says that Kith does not answer where the network is gone, keeps what was written, and goes on when it is back', async () => {
    const { page, open, staff, close } = await sitDown(browser, w.kith, await w.person('moderator'));
    const id = await w.reported('offline');
    await open(`/case/${id}`);
    await take(page);
    await page.keyboard.press('a');
    const note = page.getByRole('dialog').getByRole('textbox');
    await note.fill('a note');
    await page.context().setOffline(true);
    const send = page.getByRole('dialog').locator('.button--main');
    await send.click();
    await page.getByRole('status').getByText('Kith doesn’t answer.').waitFor();
    assert.equal(await note.inputValue(), 'a note');
    await page.context().setOffline(false);
    await send.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.history', { hasText: 'a note' }).waitFor();
    assert.equal((await caseOf(staff, id)).history.filter((line) => line.note === 'a note').length, 1);
    await close();
  });

  it('goes back to the queue and to the case again, and shows neither as it was before', async () => {
    const { page, open, close } = await sitDown(browser, w.kith, await w.person('moderator'));
    const id = await w.reported('back');
    await open('/queue');
    await page.locator('.case-row', { hasText: 'back' }).getByRole('link').first().click();
    await page.locator('.case-head').waitFor();
    await take(page);
    await page.goBack();
    await page.locator('.case-row', { hasText: 'back' }).waitFor();
    assert.ok(page.url().endsWith('/queue'));
    await page.goForward();
    await page.locator('.kinds').waitFor();
    assert.ok(page.url().endsWith(encodeURIComponent(id)));
    await close();
  });
});
