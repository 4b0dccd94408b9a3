/** Published reports in Chromium, as anybody reads them: on a phone, on paper, without scripts, in English and Welsh. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { extractText } from 'unpdf';
import { axeProblems, launchBrowser } from '../../../ground/testing/browser.ts';
import { problemsInGrey } from '../../../ground/testing/grey.ts';
import { assertPicture, drawnBy } from '../../../ground/testing/pictures.ts';
import { lookAtPublicPage } from '../../../ground/testing/public-page.ts';
import { openRecords } from '../../../stores.ts';
import { type Running, runKith } from '../../../testing/kith.ts';
import { publishReport } from '../publish.ts';
import { countHalfYear } from '../testing/counted.ts';

const PUBLISHED = Date.parse('2026-07-14T09:00:00Z');
const HOSTILE = `<script>alert(1)</script>"'&`;

let kith: Running;
let browser: Browser;
let id: string;
before(async () => {
  [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
  const { records, close } = await openRecords(kith.config);
  await countHalfYear(records);
  const months = { from: '2026-01', to: '2026-06', sha256: null, by: 'operator', at_ms: PUBLISHED } as const;
  await publishReport(records, { ...months, changes: '' });
  id = await publishReport(records, { ...months, changes: HOSTILE });
  await close();
});
after(async () => {
  await browser?.close();
  await kith?.end();
});

const open = (path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> =>
  lookAtPublicPage(browser, { url: kith.url, path }, options, look);

const main = (page: Page) => page.locator('main').innerText();
const get = (path: string) => fetch(kith.url + path);

describe('transparency reports', () => {
  it('are listed, the last edition alone, and lead to their page without signing in', () =>
    open('/transparency?lang=en', {}, async (page) => {
      assert.equal(await page.locator('main li a').count(), 1);
      await page.getByRole('link', { name: 'Transparency report: January 2026 to June 2026' }).click();
      await page.getByRole('heading', { level: 1, name: 'Transparency report: January 2026 to June 2026' }).waitFor();
      assert.match(await main(page), /Published on 14 July 2026\. Edition 2\./);
    }));

  it('say what is withheld, and what follows from what is shown', () =>
    open(`/transparency/${id}?lang=en`, {}, async (page) => {
      const said = await main(page);
      assert.match(said, /withheld/);
      assert.ok(said.includes(HOSTILE));
      assert.match(said, /A second person agreed in 64 % of second looks \(59 of 92\)\./);
      assert.match(said, /Half took up to one hour\./);
      for (const cell of await page.locator('td').allInnerTexts())
        assert.ok(!['1', '2', '3', '4'].includes(cell), cell);
    }));

  for (const lang of ['en', 'cy'] as const)
    it(`have no fault that axe finds, and fit a narrow phone (${lang})`, async () => {
      for (const path of ['/transparency', `/transparency/${id}`])
        await open(`${path}?lang=${lang}`, { viewport: { width: 320, height: 640 } }, async (page) => {
          assert.deepEqual(await axeProblems(page), [], path);
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
          for (const image of await page.locator('img').all()) {
            await image.scrollIntoViewIfNeeded();
            assert.ok((await image.evaluate((i: HTMLImageElement) => i.naturalWidth)) > 0);
          }
        });
    });

  it('say the same without scripts, and on paper', async () => {
    let scripted = '';
    await open(`/transparency/${id}?lang=en`, {}, async (page) => {
      scripted = await main(page);
      const paper = await extractText(new Uint8Array(await page.pdf({ format: 'A4' })), { mergePages: true });
      assert.match(paper.text.replaceAll(/\s+/g, ' '), /Reports received: Whole period/);
    });
    await open(`/transparency/${id}?lang=en`, { javaScriptEnabled: false }, async (page) =>
      assert.equal(await main(page), scripted),
    );
  });

  it('are drawn as what was looked at', async () => {
    for (const statistic of ['reports', 'appeals_decided'])
      for (const dark of [false, true]) {
        const svg = await (await get(`/transparency/${id}/${statistic}.svg?lang=en`)).text();
        const file = join(import.meta.dirname, 'pictures', `${statistic}${dark ? '-dark' : ''}.png`);
        await assertPicture(await drawnBy(browser, svg, { dark }), file);
        assert.deepEqual(await problemsInGrey(browser, svg, { dark }), [], `${statistic} without colour`);
      }
  });

  it('are files, too, that say the same numbers and withhold the same', async () => {
    const lines: Record<string, string>[] = parse(await (await get(`/transparency/${id}.csv?lang=en`)).text(), {
      columns: true,
    });
    const cells = lines.filter(({ month }) => month === '');
    const { document } = await (await get(`/transparency/${id}.json?lang=en`)).json();
    assert.equal(document.title, 'Transparency report: January 2026 to June 2026');
    const pdf = new Uint8Array(await (await get(`/transparency/${id}.pdf?lang=en`)).arrayBuffer());
    const { text } = await extractText(pdf, { mergePages: true });
    await open(`/transparency/${id}?lang=en`, {}, async (page) => {
      const rows = await page.locator('#reports-1').locator('xpath=..').locator('tbody tr').allInnerTexts();
      assert.ok(rows.length > 2);
      for (const row of rows) {
        const [name = '', n = ''] = row.split('\t').map((part) => part.trim());
        assert.ok(
          cells.some((cell) => {
            const said = cell.withheld === 'yes' ? 'withheld' : Number(cell.count).toLocaleString('en');
            return cell.title === 'Reports received' && cell.name === name && said === n;
          }),
          row,
        );
        assert.ok(text.includes(name));
      }
    });
  });

  it('are not there under addresses that nobody published', async () => {
    for (const path of [
      '/transparency/x',
      `/transparency/${id}.exe`,
      `/transparency/${id}/case_time.svg`,
      '/transparency/a/b',
    ])
      assert.equal((await get(path)).status, 404, path);
  });
});
