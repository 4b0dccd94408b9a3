/** Each kind of chart as a picture: what was committed is what they must look like (UPDATE_PICTURES=1 writes them anew). */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../ground/testing/browser.ts';
import { assertPicture, differenceOf, drawnBy } from '../ground/testing/pictures.ts';
import { keepImport, readImport } from './imports/index.ts';
import { type Library, openLibrary } from './library.ts';
import { chartOf } from './pages/charts.ts';
import { sampleTables } from './testing/tables.ts';

let browser: Browser;
let folder: string;
let library: Library;
before(async () => {
  [browser, folder] = await Promise.all([launchBrowser(), mkdtemp(join(tmpdir(), 'kith-chart-pictures-'))]);
  const path = join(folder, 'tables-230426.ods');
  await writeFile(path, sampleTables());
  const read = await readImport({ path, kind: 'home-office', caveats: [], read: '2026-11-26' });
  assert.ok(read.ok);
  keepImport(join(folder, 'imports'), read);
  library = openLibrary(join(folder, 'imports'));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

const drawn = async (name: string, lang: 'en' | 'cy'): Promise<string> => {
  const chart = chartOf(library, name, lang);
  assert.ok(chart !== null, name);
  return chart.draw();
};

describe('charts', () => {
  const CHARTS = [
    ['west-midlands', 'en', {}],
    ['wales', 'cy', { dark: true }],
    ['scotland', 'en', {}],
    ['map-2017-18', 'en', {}],
    ['platforms-2023-24', 'en', {}],
    ['platforms-2017-18-2022-23', 'cy', {}],
    ['88a-city-of-london', 'en', {}],
  ] as const;
  for (const [name, lang, light] of CHARTS) {
    it(`of ${name} look as they did (${lang}${'dark' in light ? ', dark' : ''})`, async () => {
      const picture = await drawnBy(browser, await drawn(name, lang), light);
      await assertPicture(picture, join(import.meta.dirname, 'pictures', `${name}.${lang}.png`));
    });
  }

  it('would not pass with another number in them', async () => {
    const svg = await drawn('west-midlands', 'en');
    assert.ok(svg.includes('>391</text>'));
    const [one, other] = [
      await drawnBy(browser, svg),
      await drawnBy(browser, svg.replace('>391</text>', '>397</text>')),
    ];
    assert.ok(((await differenceOf(one, other))?.pixels ?? 0) > 8);
  });

  it('can be read without colour: in grey, what has a figure and what has none are far apart, and both say it', async () => {
    const svg = await drawn('map-2017-18', 'en');
    const grey = await sharp(await drawnBy(browser, svg))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const count = (from: number, to: number) => grey.data.filter((value) => value >= from && value <= to).length;
    // white, light tiles, dark tiles: little lies between but the edges of letters
    assert.ok(count(120, 190) < grey.data.length / 50);
    assert.equal(svg.match(/>no figure<\/text>/g)?.length, 45 - 21);
  });
});
