/** Documents as HTML in Chromium: for screen readers, on a narrow telephone, on paper; and hostile ones. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import type { Doc } from './document.ts';
import { renderHtml } from './index.ts';
import { filledWith, HOSTILE, LETTERS } from './testing/hostile.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

async function show(doc: Doc, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('dialog', (dialog) => {
    heard.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => heard.push(request.url()));
  try {
    await page.setContent(renderHtml(doc));
    await look(page);
    assert.deepEqual(heard, []);
  } finally {
    await context.close();
  }
}

describe('a document as HTML', () => {
  for (const language of ['en', 'cy'] as const)
    it(`has no fault that axe finds, and fits a narrow phone (${language})`, () =>
      show({ ...filledWith(LETTERS.repeat(6)), language }, async (page) => {
        assert.deepEqual(await axeProblems(page), []);
        assert.equal(await page.locator('html').getAttribute('lang'), language);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${wide} pixels too wide`);
      }));

  it('shows hostile text as text: nothing runs, nothing is asked for, nothing turns round', () =>
    show(filledWith(HOSTILE), async (page) => {
      assert.equal(await page.locator('script, img').count(), 0);
      const said = await page.locator('main').innerText();
      assert.ok(said.includes('<script>alert(1)</script>'));
      assert.ok(said.includes('{{ 7*7 }}'));
      for (const hidden of ['\u0000', '\u202e']) assert.ok(!said.includes(hidden));
    }));

  it('prints whole: what could be scrolled is not cut off, and heads of tables come again', () =>
    show(filledWith(LETTERS), async (page) => {
      await page.emulateMedia({ media: 'print' });
      const [region, head] = await page.evaluate(() => [
        getComputedStyle(document.querySelector('.wide') ?? document.body).overflowX,
        getComputedStyle(document.querySelector('thead') ?? document.body).display,
      ]);
      assert.deepEqual([region, head], ['visible', 'table-header-group']);
    }));
});
