/** Each kind of chart as a picture: what was committed is what they must look like (UPDATE_PICTURES=1 writes them anew). */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../ground/testing/browser.ts';
import { problemsInGrey } from '../ground/testing/grey.ts';
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

  for (const dark of [false, true])
    it(`can be read without colour: in grey, marks and words stand out, and what is another kind looks so${dark ? ' (dark)' : ''}`, async () => {
      for (const [name, lang] of CHARTS)
        assert.deepEqual(await problemsInGrey(browser, await drawn(name, lang), { dark }), [], name);
    });

  it('would not pass in grey with colours of one lightness, or a bar that has another meaning but not another look', async () => {
    const [map, shares] = [await drawn('map-2017-18', 'en'), await drawn('platforms-2017-18-2022-23', 'cy')];
    const one = (svg: string, from: string, to: string): Promise<string[]> => {
      assert.ok(svg.includes(from), from);
      return problemsInGrey(browser, svg.replaceAll(from, to));
    };
    assert.match((await one(map, '.off { fill: #d5dde0 }', '.off { fill: #a14a00 }')).join(), /are alike/);
    assert.match((await one(map, '.off-text { fill: #0b0c0c }', '.off-text { fill: #b0b8bb }')).join(), /"no figure"/);
    assert.match((await one(shares, 'fill="none"', 'fill="none" style="fill: #1c5d6e"')).join(), /is not hollow/);
    const series = await drawn('west-midlands', 'en');
    assert.match(
      (await one(series, '.line { stroke: #1c5d6e }', '.line { stroke: #e3d0e8 }')).join(),
      /the line is like/,
    );
    assert.match((await one(series, 'fill: #1c5d6e', 'fill: #e3d0e8')).join(), /a mark at .* is like its ground/);
    assert.match((await one(shares, '.on { fill: #1c5d6e }', '.on { fill: #e3d0e8 }')).join(), /is like its ground/);
  });

  it('says in words of the map what has no figure', async () => {
    const svg = await drawn('map-2017-18', 'en');
    assert.equal(svg.match(/>no figure<\/text>/g)?.length, 45 - 21);
  });
});
