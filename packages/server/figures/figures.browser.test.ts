/** The public figures in Chromium, as somebody who reads a newspaper sees them: on a phone, on paper, without scripts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeProblems, launchBrowser } from '../ground/testing/browser.ts';
import { lookAtPublicPage } from '../ground/testing/public-page.ts';
import { figureWords } from './pages/words.ts';
import { compare, places, regions, slugOf } from './places.ts';
import { type Figures, runFigures, textsOf } from './testing/pages.ts';

let kith: Figures;
let browser: Browser;
before(async () => {
  [kith, browser] = await Promise.all([runFigures(), launchBrowser()]);
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
  '/figures/map/2017-18',
  '/figures/platforms/2023-24',
  '/figures/88a',
  '/figures/88a/avon-and-somerset',
];
const EMBEDS = ['west-midlands', 'kent-police', 'map-2017-18', 'platforms-2023-24', '88a', '88a-avon-and-somerset'];
/** As wide as a column of an article. */
const COLUMN = { width: 760, height: 640 };

const open = (path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> =>
  lookAtPublicPage(browser, { url: kith.url, path }, options, look);

const get = (path: string) => fetch(kith.url + path);
const main = (page: Page) => page.locator('main').innerText();

/** That a chart, its limits and its source are to be seen in a frame, whole. */
async function fitsIn(page: Page, name: string): Promise<void> {
  const frame = page.frameLocator('iframe');
  const image = frame.locator('img');
  await image.evaluate((i: HTMLImageElement) => i.decode());
  assert.ok((await image.evaluate((i: HTMLImageElement) => i.naturalWidth)) > 0, name);
  const hidden = await frame.locator('html').evaluate((html) => html.scrollHeight - window.innerHeight);
  assert.ok(hidden <= 0, `${name}: ${hidden} pixels of the chart, its limits and its source don't fit into the frame`);
  assert.equal(await page.locator('iframe').getAttribute('title'), await image.getAttribute('alt'));
  assert.ok((await frame.locator('main').innerText()).includes('Source'));
}

describe('the public figures', () => {
  it('say of the West Midlands what headlines left out', () =>
    open('/figures/places/west-midlands', {}, async (page) => {
      const said = await main(page);
      assert.match(said, /West Midlands: offences from 194 \(2017\/18\) to 457 \(2023\/24\), then 391 \(2024\/25\)/);
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
    assert.match(chart, /<title>West Midlands: offences from 194/);
    assert.match(chart, /Not official statistics/);
    for (const number of ['194', '260', '457', '391']) assert.ok(chart.includes(`>${number}</text>`), number);
    const table = await (await get('/figures/places/west-midlands.csv')).text();
    assert.match(table, /"2023\/24","West Midlands","ALL",457,/);
    assert.match(table, /"2020\/21","West Midlands","ALL",,/);
    const map = await (await get('/figures/map/2017-18.svg?lang=en')).text();
    assert.equal(map.match(/<polygon/g)?.length, 45);
  });

  it('are not there for places that nobody knows', async () => {
    const paths = [
      'places/atlantis',
      'places/wales.exe',
      'briefings/kent-police',
      'map/1999-00',
      'map/2017-19',
      'platforms/2030-31',
    ];
    const embeds = ['embed/atlantis', 'embed/88a-kent', 'embed/88afoo', 'embed/map-'];
    for (const path of [...paths, 'rows/other', '88a/atlantis', ...embeds].map((p) => `/figures/${p}`))
      assert.equal((await get(path)).status, 404, path);
  });

  for (const lang of ['en', 'cy'] as const) {
    it(`have no fault that axe finds, and fit a narrow phone, where what hides something is open, too (${lang})`, async () => {
      const rows = `/figures/rows/${kith.tables}`;
      for (const path of [...PAGES, rows, ...EMBEDS.map((name) => `/figures/embed/${name}`)]) {
        await open(`${path}?lang=${lang}`, { viewport: { width: 320, height: 640 } }, async (page) => {
          await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true;
          });
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

  it('say the same without scripts, all of them, and in print leave out what leads elsewhere', async () => {
    for (const path of PAGES.map((one) => `${one}?lang=en`)) {
      let with_: string | undefined;
      await open(path, {}, async (page) => {
        with_ = (await main(page)).replace(/\s*Print this page$/, '');
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.locator('.kith-figures__sections').isVisible(), false);
        assert.equal(await page.locator('.kith-figures__embed').first().isVisible(), false);
      });
      await open(path, { javaScriptEnabled: false }, async (page) => assert.equal(await main(page), with_));
    }
  });

  it('say before any number what it doesn’t show, and under it where from, how sure, what was revised, when next, and whom to ask', async () => {
    for (const path of PAGES.filter((one) => one !== '/figures/limits')) {
      const page = await kith.page(`${path}?lang=en`);
      const text = textsOf(page, 'main').join();
      const { short, grooming, titles } = figureWords.en;
      const [caveat] = path.startsWith('/figures/88a') ? grooming.short : short;
      const next = page.querySelector('h1')?.nextElementSibling?.textContent?.trim() ?? '';
      assert.ok(next.startsWith(caveat), `${path}: ${next}`);
      const about = [titles.source, titles.status, titles.revisions, titles.next, titles.contact];
      const places_ = about.map((title) => text.lastIndexOf(title));
      assert.deepEqual(
        places_,
        places_.toSorted((a, b) => a - b),
        path,
      );
      assert.ok(places_.every((at) => at > 0) && text.includes('figures@example.org'), path);
    }
  });

  it('print every place without forces of its own, in either language, as a briefing of one page', async () => {
    for (const place of places.filter(({ force }) => force === null)) {
      for (const lang of ['en', 'cy']) {
        await open(`/figures/briefings/${slugOf(place)}?lang=${lang}`, {}, async (page) => {
          const pdf = await page.pdf({ format: 'A4' });
          assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, `${slugOf(place)} ${lang}`);
        });
      }
    }
  });

  it('never rank forces: wherever they are listed, they are in the order of the alphabet', async () => {
    const forces = new Set(regions.flatMap((region) => region.forces.flatMap(({ force, name }) => [force, name])));
    let listed = 0;
    const inOrder = (found: readonly string[], where: string) => {
      const names = found.filter((name) => forces.has(name) || name === 'British Transport Police');
      if (names.length > 1) listed++;
      assert.deepEqual(names, names.toSorted(compare), where);
    };
    const all = places.map((place) => (place.region === 'UK' ? '/figures' : `/figures/places/${slugOf(place)}`));
    for (const path of [...all, ...PAGES]) {
      const page = await kith.page(`${path}?lang=en`);
      for (const list of page.querySelectorAll('main ul')) inOrder(textsOf(list, 'li > a:first-child'), path);
    }
    const lines = (await (await get('/figures/map/2017-18.csv')).text()).split('\r\n');
    inOrder(
      lines.map((line) => line.split(',')[2]?.replaceAll('"', '') ?? ''),
      'map.csv',
    );
    assert.ok(listed > regions.length, `${listed} lists were looked at`);
  });

  it('have titles of about ten words that say the finding', async () => {
    for (const place of places) {
      const path = place.region === 'UK' ? '/figures' : `/figures/places/${slugOf(place)}`;
      const [title = ''] = textsOf(await kith.page(`${path}?lang=en`), 'h1');
      const words = title.slice(title.indexOf(': ') + 2).split(' ').length;
      assert.ok(words >= 5 && words <= 10, `${words} after the place: ${title}`);
      assert.ok(/\d/.test(title) || /no yearly figure was gathered here/.test(title), title);
    }
  });

  it('are shown on other sites’ pages by code that can be copied without scripts, whole in the frame that it makes', async () => {
    for (const [path, name] of [
      ['/figures/places/west-midlands', 'west-midlands'],
      ['/figures/map/2017-18', 'map-2017-18'],
      ['/figures/platforms/2023-24', 'platforms-2023-24'],
      ['/figures/88a', '88a'],
    ]) {
      let code = '';
      await open(`${path}?lang=en`, { javaScriptEnabled: false }, async (page) => {
        await page.locator('.kith-figures__embed summary').click();
        code = await page.locator(`#embed-${name}`).inputValue();
      });
      assert.ok(code.includes(`src="${kith.url}/figures/embed/${name}?lang=en"`), code);
      // another site: its address is not Kith's
      const news = createServer((_, answer) => {
        answer.setHeader('content-type', 'text/html; charset=utf-8');
        answer.end(`<!doctype html><body style="margin:0">${code}`);
      });
      await new Promise<void>((resolve) => news.listen(0, '127.0.0.1', resolve));
      const context = await browser.newContext({ viewport: COLUMN });
      try {
        const at = news.address();
        assert.ok(at !== null && typeof at === 'object');
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${at.port}/`);
        await fitsIn(page, name);
      } finally {
        await context.close();
        news.close();
        news.closeAllConnections();
      }
    }
    // only what is meant to be framed may be
    for (const [path, framed] of [
      ['/figures', false],
      ['/figures/embed/wales', true],
    ] as const) {
      const { headers } = await get(path);
      assert.equal(headers.get('x-frame-options') === null, framed, path);
      assert.equal(/frame-ancestors \*/.test(headers.get('content-security-policy') ?? ''), framed, path);
    }
  });

  it('are copied by a button where there are scripts', () =>
    open('/figures/places/wales?lang=en', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await page.locator('.kith-figures__embed summary').click();
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('<iframe src='));
    }));
});
