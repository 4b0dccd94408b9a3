/** <kith-notice> in Chromium, under a policy that allows no inline script, no inline style and no string as markup. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Arrival } from '../../packages/client/notices/index.ts';
import { axeProblems, launchBrowser } from '../../packages/server/ground/testing/browser.ts';
import { loadShippedWords } from '../../packages/server/words/index.ts';
import { samples } from './arrivals.ts';
import { type App, openApp } from './testing/app.ts';

const words = loadShippedWords();
const PHONE = { viewport: { width: 320, height: 640 } };

/** One of Kith's notices, with its real words. */
function notice(name: string, language = 'en', more: Partial<Arrival['notice']> = {}): Arrival {
  const found = samples(words, language).find((sample) => sample.name === name);
  assert.ok(found !== undefined, `there is no ${name}`);
  return { ...found.arrival, notice: { ...found.arrival.notice, ...more } };
}

/** What has the focus, through shadow roots: its words. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return found?.textContent || found?.id;
  });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('<kith-notice>', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  /** Opens an app, acts in it, and fails where the browser complained of anything. */
  async function open(options: BrowserContextOptions, act: (app: App, page: Page) => Promise<void>, css = '') {
    await using app = await openApp(browser, options, css);
    await act(app, app.page);
    assert.deepEqual(app.complaints, []);
  }

  it('asks in a dialog where the person must decide, with the focus on its title', () =>
    open(PHONE, async (app, page) => {
      await page.getByLabel('Write').focus();
      await app.add(notice('stranger_message'));
      await page.getByRole('dialog', { name: 'Someone wants to write to you' }).waitFor();
      assert.equal(await focused(page), 'Someone wants to write to you');
      assert.deepEqual(await axeProblems(page), []);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Space');
      assert.deepEqual(
        (await app.told()).map(({ type }) => type),
        ['notice.shown'],
        'no key on the title chooses',
      );
      await button(page, 'Say no').click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      assert.equal(await focused(page), 'write', 'the focus is back where it was');
      assert.deepEqual(
        (await app.told()).map(({ type }) => type),
        ['notice.shown', 'notice.answered'],
      );
    }));

  it('tells in a panel that takes no focus where nothing is to be decided', () =>
    open(PHONE, async (app, page) => {
      await page.getByLabel('Write').focus();
      await app.add(notice('first_message'));
      await page.getByRole('region', { name: 'Your first message with this person' }).waitFor();
      assert.equal(await focused(page), 'write');
      assert.deepEqual(await axeProblems(page), []);
      await button(page, 'OK').click();
      assert.equal(await page.getByRole('region').count(), 0);
    }));
});
