/**
 * The whole story, by keyboard, in Chromium, in each language of the console: a teen reports somebody through the form; one person looks and proposes, a
 * second agrees; the platform is asked to preserve, to remove and to disable, and says that it has; the person appeals; a third
 * would overturn it, a fourth sees it so, too; everything is restored.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { appealWords } from './appeals/pages/words.ts';
import { sitDown } from './console/testing/desk.ts';
import { focused } from './console/testing/focus.ts';
import { standsUp } from './console/testing/looks.ts';
import { consoleSays } from './console/testing/words.ts';
import { queueOf, worldOf } from './console/testing/world.ts';
import { type World, world } from './enforcement/testing/world.ts';
import { LANGUAGES, type Language } from './ground/pages/index.ts';
import { launchBrowser } from './ground/testing/browser.ts';
import { FORM_MIN_MS } from './reports/form/routes.ts';
import { reportWords } from './reports/words.ts';
import type { Staff } from './testing/sign-in.ts';

/** After this a ruling leaves, milliseconds. */
const UNDO_MS = 10_000;

describe('from a teen\u2019s report to a restored account', () => {
  let w: World;
  let browser: Browser;
  /** in the order in which they come to it; the same in every language */
  let people: { first: Staff; second: Staff; third: Staff; fourth: Staff };
  before(async () => {
    [w, browser] = await Promise.all([world('SQLite'), launchBrowser()]);
    people = {
      first: await w.person('moderator'),
      second: await w.person('senior'),
      third: await w.person('senior'),
      fourth: await w.person('lead'),
    };
  });
  after(async () => {
    await browser?.close();
    await w?.[Symbol.asyncDispose]();
  });

  /** Tab until the name of what has the focus begins with one of these. */
  async function tabTo(page: Page, ...names: string[]): Promise<void> {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const focus = document.activeElement;
        const label = focus instanceof HTMLInputElement ? focus.labels?.[0]?.textContent : focus?.textContent;
        return label?.trim() ?? '';
      });
      if (names.some((name) => at.startsWith(name))) return;
    }
    assert.fail(`Tab never came to ${names.join(' or ')}: ${await page.locator('main').innerText()}`);
  }
  const outside = async (path: string, locale: string) => {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(w.kith.url + path);
    return page;
  };

  async function isTold(language: Language): Promise<void> {
    const t = consoleSays(language);
    const locale = `${language}-GB`;
    const [asking, appeal] = [reportWords[language], appealWords[language]];
    const [child, adult] = [`kim-${language}`, `max-${language}`];
    const got = () => w.got().filter((webhook) => JSON.stringify(webhook).includes(`"${adult}"`));
    const requested = (kind: string) =>
      got().some((one) => one.type === 'enforcement.requested' && 'kind' in one.data && one.data.kind === kind);
    const world = worldOf(w.kith, language);
    await world.child(child);
    await world.adult(adult);
    const talk = { actor: adult, other: child };
    await world.tell('message.sent', { ...talk, message: `m-1-${language}`, text: 'answer me now' });
    await world.tell('message.sent', { ...talk, message: `m-2-${language}`, text: 'or else' });

    // the teen, through the link that the app gave
    const answer = await w.kith.post('/v1/report-links', {
      reporter: child,
      about: adult,
      message: `m-1-${language}`,
      child: true,
    });
    const link = new URL((await answer.json()).url);
    const form = await outside(link.pathname + link.search, locale);
    await form.getByRole('heading', { level: 1, name: asking.what.title }).waitFor();
    await form.getByRole('radio').first().focus();
    await form.keyboard.press('Space');
    for (let step = 0; step < 6; step++) {
      if ((await form.getByRole('heading', { level: 1, name: asking.sent.title }).count()) > 0) break;
      const unchosen = form.getByRole('radio');
      if (step > 0 && (await unchosen.count()) > 0) {
        await unchosen.first().focus();
        await form.keyboard.press('Space');
      }
      w.later(FORM_MIN_MS);
      await tabTo(form, asking.continue, asking.check.send);
      const before = await form.locator('h1').innerText();
      await form.keyboard.press('Enter');
      await form.waitForFunction((heading) => document.querySelector('h1')?.innerText !== heading, before);
      await form.waitForLoadState();
    }
    await form.getByRole('heading', { level: 1, name: asking.sent.title }).waitFor();
    await form.context().close();

    // the first person
    const first = await sitDown(browser, w.kith, people.first, { locale });
    await queueOf(first.staff, 1);
    await first.open('/queue');
    await first.page.locator('.case-row', { hasText: adult }).waitFor();
    await first.page.keyboard.press('t');
    await first.page.locator('.kinds').waitFor();
    await first.page.keyboard.press('o');
    await first.page.getByText('answer me now').waitFor();
    await first.page.keyboard.press('x');
    await first.page.getByText(t('message.marked')).first().waitFor();
    await first.page.keyboard.press('3');
    await first.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await first.page.keyboard.type('presses a child who did not answer');
    await first.page.keyboard.press('Tab');
    await first.page.locator('main').focus();
    await first.page.keyboard.press('6');
    await first.page.getByRole('heading', { name: `${t('kind.remove_content')} + ${t('kind.disable')}` }).waitFor();
    await tabTo(first.page, t('action.ruling.proceed'));
    await first.page.keyboard.press('Enter');
    await focused(first.page, t('judging.propose'));
    await first.page.keyboard.press('Enter');
    await first.page.getByText(t('ruling.proposed')).waitFor();
    assert.deepEqual(
      got().filter(({ type }) => type === 'enforcement.requested'),
      [],
    );
    await first.close();

    // the second
    const second = await sitDown(browser, w.kith, people.second, { locale });
    await second.open('/queue');
    await second.page.locator('.case-row', { hasText: t('queue.second') }).waitFor();
    await second.page.keyboard.press('t');
    await second.page.getByRole('heading', { name: t('second.title') }).waitFor();
    await second.page.keyboard.press('o');
    await second.page.getByText('answer me now').waitFor();
    await second.page.keyboard.press('y');
    await second.page.getByText(t('second.confirmed')).waitFor();
    const about = new URL(second.page.url()).pathname.replace('/console', '');
    w.later(UNDO_MS);

    // the platform
    await w.until('what was written is removed and the account disabled', async () =>
      ['remove_content', 'disable'].every(requested),
    );
    // what is removed is to be kept first; disabling an account waits for nothing
    const order = got().map((one) => (one.type === 'enforcement.requested' ? one.data.kind : one.type));
    const [kept, removed] = [order.indexOf('preservation.requested'), order.indexOf('remove_content')];
    assert.ok(kept >= 0 && kept < removed, order.join(' '));
    await second.open(about);
    await second.page.locator('.enforcement--applied').nth(1).waitFor();
    await second.close();

    // the person whom it is about
    const told = await w.until('a way to appeal', async () =>
      /\/appeal\/[\w-]+/.exec(
        got()
          .map((webhook) => JSON.stringify(webhook))
          .join('\n'),
      ),
    );
    const page = await outside(told[0], locale);
    await page.getByRole('textbox').focus();
    await page.keyboard.type('It was my brother who wrote that.');
    await tabTo(page, appeal.ask.send);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: appeal.filed.title }).waitFor();

    // somebody who had no part in it
    const third = await sitDown(browser, w.kith, people.third, { locale });
    await third.open('/appeals');
    await third.page.locator('.rows a').first().waitFor();
    await third.page.locator('main').focus();
    await third.page.keyboard.press('j');
    await third.page.keyboard.press('Enter');
    await third.page.getByText('It was my brother who wrote that.').waitFor();
    await third.page.keyboard.press('l');
    await third.page.getByRole('button', { name: t('action.appeal.overturn') }).waitFor();
    // taken by mistake, it goes back; and is taken again
    await third.page.locator('main').focus();
    await third.page.keyboard.press('Shift+L');
    await third.page.getByText(t('appeal.released')).waitFor();
    await third.page.getByRole('button', { name: t('action.appeal.lease') }).waitFor();
    await third.page.keyboard.press('l');
    await third.page.getByRole('button', { name: t('action.appeal.overturn') }).waitFor();
    await third.page.locator('main').focus();
    await third.page.keyboard.press('2');
    await third.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await third.page.keyboard.type('the times fit what he says');
    await tabTo(third.page, t('appeal.propose'));
    await third.page.keyboard.press('Enter');
    await third.page.getByText(t('appeal.did.propose')).waitFor();
    await third.page.getByText(t('appeal.barred.proposed')).waitFor();
    assert.equal(requested('restore'), false);

    // two ruled it: a second one, who had no part in it either, sees it so, too
    const fourth = await sitDown(browser, w.kith, people.fourth, { locale });
    await fourth.open(new URL(third.page.url()).pathname.replace('/console', ''));
    await fourth.page.getByText('the times fit what he says').waitFor();
    await fourth.page.keyboard.press('l');
    await fourth.page.getByRole('button', { name: t('action.appeal.overturn') }).waitFor();
    await standsUp(fourth.page, 'an appeal that somebody would overturn');
    await fourth.page.locator('main').focus();
    await fourth.page.keyboard.press('2');
    await fourth.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await fourth.page.keyboard.type('so do I see it');
    await tabTo(fourth.page, t('action.appeal.overturn'));
    await fourth.page.keyboard.press('Enter');
    await fourth.page.getByText(t('appeal.did.overturn')).waitFor();
    w.later(UNDO_MS);
    await w.until('the account is restored', async () => requested('restore') && requested('restore_content'));
    await page.reload();
    await page.getByRole('heading', { level: 1, name: appeal.overturned.title }).waitFor();
    await third.open(about);
    await third.page.getByText(t('ruling.state.overturned')).waitFor();
    assert.deepEqual([...first.complaints, ...second.complaints, ...third.complaints, ...fourth.complaints], []);
    await third.close();
    await fourth.close();
    await page.context().close();
  }

  for (const language of LANGUAGES)
    it(`is told through people and machines, end to end: ${language}`, () => isTold(language));
});
