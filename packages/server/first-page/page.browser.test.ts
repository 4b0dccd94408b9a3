/** The first page in Chromium, on a whole Kith, with the demo town's events. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { startTestKith, type TestKith, town } from './testing/kith.ts';

/** Something must have happened by then; nothing here depends on how long it took. */
const SOON = { timeout: 60_000 };

describe('the first page in a browser', () => {
  let kith: TestKith;
  let browser: Browser;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-first-page-'));
    [kith, browser] = await Promise.all([startTestKith(folder), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await kith?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    try {
      await page.goto(kith.url + path);
      await look(page);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  it('says what to do while nothing has happened, and shows decisions as soon as they arrive', async () => {
    await open('/', {}, async (page) => {
      await page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor();
      assert.equal(await page.locator('.kith-outcome__count').first().innerText(), '0 0%');
      assert.deepEqual(await axeProblems(page), []);

      await town(kith, 'first', 700);

      // no reload: the page follows by itself
      await page.locator('.kith-decision').first().waitFor(SOON);
      await page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor({ state: 'hidden', ...SOON });
      await page.locator('.kith-figure__value', { hasText: /^700$/ }).waitFor(SOON);
      // how long deciding took, and answering: half of them at most, and nearly all
      for (const what of ['to decide', 'to answer']) {
        const figure = page.locator('.kith-figure', { hasText: what });
        assert.match(await figure.locator('.kith-figure__value').innerText(), /^[\d.,<]+ ?ms$/);
        assert.match(await figure.innerText(), /\d ?ms.*\d ?ms/s);
      }
      for (const outcome of ['allow', 'notice', 'confirm', 'hold', 'block']) {
        const count = await page.locator(`.kith-outcome--${outcome} .kith-outcome__count`).innerText();
        assert.ok(Number.parseInt(count, 10) > 0, `${outcome}: ${count}`);
        assert.equal(await page.locator(`.kith-outcomes .kith-outcome--${outcome} .kith-icon`).count(), 1);
      }

      // which decisions are among the last depends on how quickly they came; the withheld ones have a list of their own
      await page.getByRole('link', { name: 'Block', exact: true }).click();
      const withheld = page.locator('.kith-decision', {
        hasText: "Withheld: an adult who isn't connected wrote to a child",
      });
      await withheld.first().waitFor(SOON);
      assert.match(await withheld.first().innerText(), /Measure F1\.5a/);
    });
  });

  it('has no fault that axe finds: light, dark, English, Welsh, wide and narrow', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const lang of ['en', 'cy']) {
        for (const width of [320, 768, 1280]) {
          const viewport = { width, height: 900 };
          await open(`/?lang=${lang}`, { colorScheme, viewport }, async (page) => {
            await page.locator('#status[data-state="live"]').waitFor();
            assert.deepEqual(await axeProblems(page), [], `${colorScheme} ${lang} ${width}`);
            const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
            assert.equal(wide, room, `scrolls sideways: ${colorScheme} ${lang} ${width}`);
          });
        }
      }
    }
  });

  it('is in Welsh where Welsh is asked for, by the address or by the browser', async () => {
    await open('/', { locale: 'cy-GB' }, async (page) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
      await page.getByRole('heading', { level: 1, name: 'Kith wrth ei waith' }).waitFor();
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('heading', { level: 1, name: 'Kith at work' }).waitFor();
      await page.getByRole('link', { name: 'Cymraeg' }).click();
      await page.getByRole('heading', { level: 1, name: 'Kith wrth ei waith' }).waitFor();
    });
  });

  it('works without a script: the same figures, and a link to see them again', async () => {
    await open('/', { javaScriptEnabled: false }, async (page) => {
      const shown = await page.locator('.kith-figure__value').first().innerText();
      assert.equal(shown, '700');
      assert.ok((await page.locator('.kith-decision').count()) > 0);
      assert.equal(await page.getByRole('button').count(), 0);
      await page.getByRole('link', { name: 'Refresh' }).click();
      await page.getByRole('link', { name: 'Block', exact: true }).click();
      assert.ok((await page.locator('.kith-decision').count()) > 0);
      assert.equal(await page.locator('.kith-decision:not(.kith-outcome--block)').count(), 0);
      assert.equal(await page.locator('.kith-filter[aria-current]').innerText(), 'Block');
    });
  });

  it('goes by keyboard in the order that is seen, and stands still when it is told to', async () => {
    await open('/', {}, async (page) => {
      const order: string[] = [];
      for (let i = 0; i < 15; i++) {
        await page.keyboard.press('Tab');
        order.push(await page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 24) ?? ''));
      }
      assert.deepEqual(
        order,
        [
          ...['Skip to main content', 'Cymraeg', 'Pause updates'],
          ...['All', 'Allow', 'Notice', 'Confirm', 'Hold', 'Block'],
          ...[
            'The console, where peopl',
            'The form by which anybod',
            'The API, with every fiel',
            'openapi.json',
            'Metrics for Prometheus',
            'curl http://127.0.0.1:'.slice(0, 24),
          ],
        ].map((text, i) => (i === 14 ? (order[14] ?? '') : text)),
      );
      assert.match(order[14] ?? '', /^curl http/);
      const command = await page.locator('.kith-code').innerText();
      const keyFile = /\$\(cat ([^)]*)\)/.exec(command)?.[1];
      assert.equal(keyFile, join(folder, '.kith', 'sandbox-key'), 'of this Kith, wherever its folder is');

      await page.getByRole('button', { name: 'Pause updates' }).press('Enter');
      await page.locator('#status', { hasText: 'Paused' }).waitFor();
      const before = await page.locator('.kith-status__time').innerText();
      await town(kith, 'second', 100);
      assert.equal(await page.locator('.kith-status__time').innerText(), before);
      await page.getByRole('button', { name: 'Resume updates' }).press('Enter');
      await page.locator('.kith-figure__value', { hasText: /^800$/ }).waitFor(SOON);
    });
  });

  it('asks for nothing from anywhere else', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(kith.url);
    await page.locator('#status[data-state="live"]').waitFor();
    assert.deepEqual([...asked], [kith.url]);
    await context.close();
  });
});
