/**
 * The whole story, by keyboard, in Chromium: a teen reports somebody through the form; one person looks and proposes, a
 * second agrees; the platform is asked to preserve, to remove and to disable, and says that it has; the person appeals; a third
 * would overturn it, a fourth sees it so, too; everything is restored.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sitDown } from './console/testing/desk.ts';
import { standsUp } from './console/testing/looks.ts';
import { queueOf, worldOf } from './console/testing/world.ts';
import { type World, world } from './enforcement/testing/world.ts';
import { launchBrowser } from './ground/testing/browser.ts';
import { FORM_MIN_MS } from './reports/form/routes.ts';

/** After this a ruling leaves, milliseconds. */
const UNDO_MS = 10_000;

describe('from a teen\u2019s report to a restored account', () => {
  let w: World;
  let browser: Browser;
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
    const { child, adult, tell } = worldOf(w.kith);
    await child('kim');
    await adult('max');
    await tell('message.sent', { actor: 'max', other: 'kim', message: 'm-1', text: 'answer me now' });
    await tell('message.sent', { actor: 'max', other: 'kim', message: 'm-2', text: 'or else' });
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  const focused = (page: Page, text: string) =>
    page.waitForFunction((wanted) => document.activeElement?.textContent?.trim().startsWith(wanted) === true, text);
  /** Tab until what has the focus is called so. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const focus = document.activeElement;
        const label = focus instanceof HTMLInputElement ? focus.labels?.[0]?.textContent : focus?.textContent;
        return label?.trim() ?? '';
      });
      if (name.test(at)) return;
    }
    assert.fail(`Tab never came to ${name}: ${await page.locator('main').innerText()}`);
  }
  const outside = async (path: string) => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(w.kith.url + path);
    return page;
  };
  const requested = (kind: string) =>
    w.got('enforcement.requested').some(({ data }) => 'kind' in data && data.kind === kind);

  it('is told through people and machines, end to end', async () => {
    // the teen, through the link that the app gave
    const answer = await w.kith.post('/v1/report-links', {
      reporter: 'kim',
      about: 'max',
      message: 'm-1',
      child: true,
    });
    const link = new URL((await answer.json()).url);
    const form = await outside(link.pathname + link.search);
    await form.getByRole('heading', { level: 1, name: 'What happened?' }).waitFor();
    await form.getByRole('radio').first().focus();
    await form.keyboard.press('Space');
    for (let step = 0; step < 6; step++) {
      if ((await form.getByRole('heading', { level: 1, name: 'We have got it' }).count()) > 0) break;
      const unchosen = form.getByRole('radio');
      if (step > 0 && (await unchosen.count()) > 0) {
        await unchosen.first().focus();
        await form.keyboard.press('Space');
      }
      w.later(FORM_MIN_MS);
      await tabTo(form, /^(Continue|Send it)$/);
      const before = await form.locator('h1').innerText();
      await form.keyboard.press('Enter');
      await form.waitForFunction((heading) => document.querySelector('h1')?.innerText !== heading, before);
      await form.waitForLoadState();
    }
    await form.getByRole('heading', { level: 1, name: 'We have got it' }).waitFor();
    await form.context().close();

    // the first person
    const first = await sitDown(browser, w.kith, await w.person('moderator'));
    await queueOf(first.staff, 1);
    await first.open('/queue');
    await first.page.locator('.case-row', { hasText: 'max' }).waitFor();
    await first.page.keyboard.press('t');
    await first.page.locator('.kinds').waitFor();
    await first.page.keyboard.press('o');
    await first.page.getByText('answer me now').waitFor();
    await first.page.keyboard.press('x');
    await first.page.getByText('for removal').first().waitFor();
    await first.page.keyboard.press('3');
    await first.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await first.page.keyboard.type('presses a child who did not answer');
    await first.page.keyboard.press('Tab');
    await first.page.locator('main').focus();
    await first.page.keyboard.press('6');
    await first.page.getByRole('heading', { name: 'Remove content + Disable the account' }).waitFor();
    await tabTo(first.page, /^Continue/);
    await first.page.keyboard.press('Enter');
    await focused(first.page, 'Propose it');
    await first.page.keyboard.press('Enter');
    await first.page.getByText('Nothing happens until a second person agrees.').waitFor();
    assert.deepEqual(w.got('enforcement.requested'), []);
    await first.close();

    // the second
    const second = await sitDown(browser, w.kith, await w.person('senior'));
    await second.open('/queue');
    await second.page.locator('.case-row', { hasText: 'second look' }).waitFor();
    await second.page.keyboard.press('t');
    await second.page.getByRole('heading', { name: 'Second look' }).waitFor();
    await second.page.keyboard.press('o');
    await second.page.getByText('answer me now').waitFor();
    await second.page.keyboard.press('y');
    await second.page.getByText('Agreed. It leaves in a moment.').waitFor();
    const about = new URL(second.page.url()).pathname.replace('/console', '');
    w.later(UNDO_MS);

    // the platform
    await w.until('what was written is removed and the account disabled', async () =>
      ['remove_content', 'disable'].every(requested),
    );
    // what is removed is to be kept first; disabling an account waits for nothing
    const order = w.got().map((one) => (one.type === 'enforcement.requested' ? one.data.kind : one.type));
    const [kept, removed] = [order.indexOf('preservation.requested'), order.indexOf('remove_content')];
    assert.ok(kept >= 0 && kept < removed, order.join(' '));
    await second.open(about);
    await second.page.locator('.enforcement--applied').nth(1).waitFor();
    await second.close();

    // the person whom it is about
    const told = await w.until('a way to appeal', async () =>
      /\/appeal\/[\w-]+/.exec(
        w
          .got()
          .map((webhook) => JSON.stringify(webhook))
          .join('\n'),
      ),
    );
    const page = await outside(told[0]);
    await page.getByRole('textbox').focus();
    await page.keyboard.type('It was my brother who wrote that.');
    await tabTo(page, /^Send$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'We have it' }).waitFor();

    // somebody who had no part in it
    const third = await sitDown(browser, w.kith, await w.person('senior'));
    await third.open('/appeals');
    await third.page.locator('.rows a').first().waitFor();
    await third.page.locator('main').focus();
    await third.page.keyboard.press('j');
    await third.page.keyboard.press('Enter');
    await third.page.getByText('It was my brother who wrote that.').waitFor();
    await third.page.keyboard.press('l');
    await third.page.getByRole('button', { name: 'Overturn: lift what was enforced' }).waitFor();
    // taken by mistake, it goes back; and is taken again
    await third.page.locator('main').focus();
    await third.page.keyboard.press('Shift+L');
    await third.page.getByText('Given back. Somebody else can take it.').waitFor();
    await third.page.getByRole('button', { name: 'Take this appeal' }).waitFor();
    await third.page.keyboard.press('l');
    await third.page.getByRole('button', { name: 'Overturn: lift what was enforced' }).waitFor();
    await third.page.locator('main').focus();
    await third.page.keyboard.press('2');
    await third.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await third.page.keyboard.type('the times fit what he says');
    await tabTo(third.page, /^Propose to overturn/);
    await third.page.keyboard.press('Enter');
    await third.page.getByText('Proposed. Somebody else judges it now.').waitFor();
    await third.page.getByText('You proposed to overturn this').waitFor();
    assert.equal(requested('restore'), false);

    // two ruled it: a second one, who had no part in it either, sees it so, too
    const fourth = await sitDown(browser, w.kith, await w.person('lead'));
    await fourth.open(new URL(third.page.url()).pathname.replace('/console', ''));
    await fourth.page.getByText('the times fit what he says').waitFor();
    await fourth.page.keyboard.press('l');
    await fourth.page.getByRole('button', { name: 'Overturn: lift what was enforced' }).waitFor();
    await standsUp(fourth.page, 'an appeal that somebody would overturn');
    await fourth.page.locator('main').focus();
    await fourth.page.keyboard.press('2');
    await fourth.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await fourth.page.keyboard.type('so do I see it');
    await tabTo(fourth.page, /^Overturn/);
    await fourth.page.keyboard.press('Enter');
    await fourth.page.getByText('Overturned. What was enforced is lifted.').waitFor();
    w.later(UNDO_MS);
    await w.until('the account is restored', async () => requested('restore') && requested('restore_content'));
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'We looked again and changed it' }).waitFor();
    await third.open(about);
    await third.page.getByText('overturned on appeal').waitFor();
    assert.deepEqual([...first.complaints, ...second.complaints, ...third.complaints, ...fourth.complaints], []);
    await third.close();
    await fourth.close();
    await page.context().close();
  });
});
