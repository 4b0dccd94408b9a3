/** The public figures in Chromium, as somebody who reads a newspaper sees them: on a phone, on paper, without scripts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { type Running, runKith } from '../testing/kith.ts';
import { figureWords } from './pages/words.ts';
import { places, slugOf } from './places.ts';

let kith: Running;
let browser: Browser;
before(async () => {
  [kith, browser] = await Promise.all([runKith(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await kith?.end();
});

const PAGES = [
  '/figures',
  '/figures/places/west-midlands',
  '/figures/places/kent-police',
  '/figures/platforms',
  '/figures/rows',
  '/figures/limits',
  '/figures/briefings/wales',
];

async function open(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(kith.url)) complaints.push(`asked ${request.url()}`);
  });
  try {
    const answer = await page.goto(kith.url + path);
    assert.equal(answer?.status(), 200, path);
    await look(page);
    assert.deepEqual(complaints, [], path);
  } finally {
    await context.close();
  }
}

const get = (path: string) => fetch(kith.url + path);
const main = (page: Page) => page.locator('main').innerText();

describe('the public figures', () => {
  it('say of the West Midlands what headlines left out', () =>
    open('/figures/places/west-midlands', {}, async (page) => {
      const said = await main(page);
      assert.match(said, /West Midlands: 194 offences in 2017\/18, 391 in 2024\/25/);
      assert.match(said, /457, in 2023\/24, more than twice as many as in 2017\/18/);
      assert.match(said, /2024\/25 had 66 fewer than 2023\/24: 457 then, 391 now, 14 % fewer/);
    }));

  it('say of Wales that its forces do not add up to its total, and of platforms of how many offences', async () => {
    await open('/figures/places/wales', {}, async (page) => {
      assert.match(await main(page), /2023\/24: the published total is 554, and its forces add up to 564/);
    });
    await open('/figures/platforms', {}, async (page) => {
      const said = await main(page);
      assert.match(said, /In 2023\/24 police recorded a platform in 1,824 offences/);
      assert.match(said, /Snapchat\s+48 %/);
    });
  });

  it('lead from every number to its row, which has the same number and its source', async () => {
    const rows = await (await get('/figures/rows?lang=en')).text();
    const lines = readFileSync(join(import.meta.dirname, 'data/police-figures.csv'), 'utf8').split('\n');
    let followed = 0;
    for (const place of places) {
      const path = place.region === 'UK' ? '/figures?lang=en' : `/figures/places/${slugOf(place)}?lang=en`;
      const text = await (await get(path)).text();
      for (const [, year, count, line] of text.matchAll(
        /<th scope="row"[^>]*>(\d{4}\/\d\d)<\/th>\s*<td[^>]*>([\d,]+)<\/td>[\s\S]*?#row-(\d+)"/g,
      )) {
        const [period, region, force, offences] = lines[Number(line) - 1].split(',');
        assert.deepEqual(
          [year, place.region, place.force ?? 'ALL', count.replaceAll(',', '')],
          [period, region, force, offences],
          path,
        );
        assert.ok(rows.includes(`id="row-${line}"`));
        followed++;
      }
    }
    // every yearly figure of the file, but those that were revised since
    const yearly = lines.slice(1).filter((line) => /^\d{4}\/\d\d,[^,]*,[^,]*,\d/.test(line)).length;
    assert.equal(followed, yearly - 2);
  });

  it('are drawn as pictures that say their finding and their limits, and give their table as a file', async () => {
    const chart = await (await get('/figures/places/west-midlands.svg?lang=en')).text();
    assert.match(chart, /<title>West Midlands: 194 offences/);
    assert.match(chart, /Not official statistics/);
    for (const number of ['194', '260', '457', '391']) assert.ok(chart.includes(`>${number}</text>`), number);
    const table = await (await get('/figures/places/west-midlands.csv')).text();
    assert.match(table, /"2023\/24","West Midlands","ALL",457,/);
    assert.match(table, /"2020\/21","West Midlands","ALL",,/);
    const map = await (await get('/figures/map.svg?lang=en')).text();
    assert.equal(map.match(/<polygon/g)?.length, 45);
  });

  it('are not there for places that nobody knows', async () => {
    for (const path of ['/figures/places/atlantis', '/figures/places/wales.exe', '/figures/briefings/kent-police'])
      assert.equal((await get(path)).status, 404, path);
  });

  for (const lang of ['en', 'cy'] as const) {
    it(`have no fault that axe finds, and fit a narrow phone (${lang})`, async () => {
      for (const path of PAGES) {
        await open(`${path}?lang=${lang}`, { viewport: { width: 320, height: 640 } }, async (page) => {
          assert.deepEqual(await axeProblems(page), [], path);
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
          for (const image of await page.locator('img').all()) {
            const [width, alt] = await image.evaluate((i: HTMLImageElement): [number, string] => [
              i.naturalWidth,
              i.alt,
            ]);
            assert.ok(width > 0 && alt !== '', path);
          }
        });
      }
    });
  }

  it('say the same without scripts, and in print leave out what leads elsewhere', async () => {
    const path = '/figures/places/west-midlands?lang=en';
    let with_: string | undefined;
    await open(path, {}, async (page) => {
      with_ = await main(page);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.kith-figures__sections').isVisible(), false);
      assert.equal(await page.getByText(figureWords.en.short[0]).isVisible(), true);
    });
    await open(path, { javaScriptEnabled: false }, async (page) => assert.equal(await main(page), with_));
  });

  it('print a region as a briefing of one page', () =>
    open('/figures/briefings/south-east?lang=en', {}, async (page) => {
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1);
    }));
});
