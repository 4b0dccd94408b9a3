/** That a picture which changed is noticed: whatever is held against pictures stands on this. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { assertPicture, differenceOf, drawnBy } from './pictures.ts';

let browser: Browser;
let folder: string;
before(async () => {
  [browser, folder] = await Promise.all([launchBrowser(), mkdtemp(join(tmpdir(), 'kith-pictures-test-'))]);
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

const chart = (number: string, height = 100) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="${height}"><style>svg { background: #fff } @media (prefers-color-scheme: dark) { svg { background: #000 } }</style>
  <rect x="10" y="20" width="50" height="60" fill="#1c5d6e"/><text x="80" y="50" font-size="11" font-family="system-ui" fill="#777">${number} ŵ</text></svg>`;

describe('pictures', () => {
  it('are the same each time a chart is drawn', async () => {
    const [one, other] = [await drawnBy(browser, chart('457')), await drawnBy(browser, chart('457'))];
    assert.equal((await differenceOf(one, other))?.pixels, 0);
  });

  it('are written where asked, agree with themselves, and differ by one small digit, by the light and by size', async () => {
    const file = join(folder, 'chart.png');
    const drawn = await drawnBy(browser, chart('457'));
    await assert.rejects(assertPicture(drawn, file, false), /there is no picture .*UPDATE_PICTURES=1/);
    await assertPicture(drawn, file, true);
    const held = async (svg: string, light = {}) => assertPicture(await drawnBy(browser, svg, light), file, false);
    await held(chart('457'));
    await assert.rejects(held(chart('451')), /differs in \d+ pixels/);
    await assert.rejects(held(chart('457'), { dark: true }), /differs/);
    await assert.rejects(held(chart('457', 101)), /another size/);
  });
});
