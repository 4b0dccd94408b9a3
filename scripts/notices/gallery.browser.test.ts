/** Every notice of every language, as the components show it on a narrow phone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../../packages/server/ground/testing/browser.ts';
import { loadShippedWords } from '../../packages/server/words/index.ts';
import { samples } from './arrivals.ts';
import { galleryFiles } from './gallery-files.ts';
import { serveFiles } from './serve.ts';

/** The smallest target that a thumb hits, CSS pixels. */
const TARGET_MIN = 44;
const words = loadShippedWords();

/** Several notices of a kind have one title, and here they stand in one page: an app shows one at a time. */
const faults = async (page: Page) => (await axeProblems(page)).filter(({ rule }) => rule !== 'landmark-unique');

describe('the gallery', () => {
  let browser: Browser;
  let gallery: Awaited<ReturnType<typeof serveFiles>>;
  before(async () => {
    [browser, gallery] = await Promise.all([launchBrowser(), galleryFiles(words).then((files) => serveFiles(files))]);
  });
  after(async () => {
    await browser?.close();
    await gallery?.end();
  });

  for (const tag of words.languages.keys()) {
    it(`shows every notice in ${tag}: choices of one size that a thumb hits, none highlighted, 320 pixels wide`, async () => {
      const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${gallery.url}/${tag}.html`);
      await page.locator('html[data-ready]').waitFor();
      const seen = await page.locator('article kith-notice').evaluateAll((all) =>
        all.map((one) => ({
          title: one.shadowRoot?.querySelector('h2')?.textContent,
          choices: [...(one.shadowRoot?.querySelectorAll('.choice') ?? [])].map((choice) => {
            const { width, height } = choice.getBoundingClientRect();
            const { backgroundColor, color, fontWeight, borderTopColor } = getComputedStyle(choice);
            return {
              label: choice.textContent,
              width,
              height,
              look: [backgroundColor, color, fontWeight, borderTopColor],
            };
          }),
        })),
      );
      const wanted = samples(words, tag).map(({ arrival }) => arrival.notice);
      assert.deepEqual(
        seen.map(({ title, choices }) => [title, choices.map(({ label }) => label)]),
        wanted.map(({ title, choices }) => [title, choices.map(({ label }) => label)]),
      );
      for (const { title, choices } of seen) {
        const [{ width = 0, height = 0, look } = {}] = choices;
        assert.ok(height >= TARGET_MIN && width >= TARGET_MIN, `${title}: ${width} x ${height}`);
        for (const one of choices) {
          assert.ok(Math.abs(one.width - width) < 1 && Math.abs(one.height - height) < 1, `${title}: ${one.label}`);
          assert.deepEqual(one.look, look, `${title}: ${one.label}`);
        }
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, 'nothing scrolls sideways');
      assert.deepEqual(await faults(page), []);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  it('opens a notice as an app would, and the dialogs by themselves', async () => {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.goto(`${gallery.url}/`);
    await page.locator('html[data-ready]').waitFor();
    assert.deepEqual(await faults(page), []);
    await page.getByRole('button', { name: 'As in an app' }).first().click();
    await page.getByRole('dialog', { name: 'Do you want to change this?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'The report dialog' }).click();
    await page.getByRole('dialog', { name: 'Tell us about this person' }).waitFor();
    await page.close();
  });
});
