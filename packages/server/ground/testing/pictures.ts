/**
 * Charts compared as pictures. What was committed under a name is what a chart must look like; `UPDATE_PICTURES=1` before a
 * test's command writes it anew, to be looked at before it is committed.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';

/** Pixels that may differ: another release of Chromium rounds an edge otherwise. One digit of a chart is 20 and more. */
const DIFFERING_PIXELS_MAX = 8;
/** From what difference two colours are two, 0 to 1: fainter is how an edge was smoothed. */
const COLOUR_DIFFERENCE_MIN = 0.1;

/** A font of our own, so that a picture doesn't depend on what a machine has. The second file has Welsh's ŵ and ŷ. */
const FONT = ['latin', 'latin-ext'].flatMap((part) =>
  [400, 700].map((weight) => ({ family: `kith-${part}`, weight, file: `open-sans-${part}-${weight}-normal.woff2` })),
);
const FONT_FOLDER = join(dirname(fileURLToPath(import.meta.resolve('@fontsource/open-sans/package.json'))), 'files');
const FAMILIES = [...new Set(FONT.map(({ family }) => family))].join(', ');

const fontFace = async ({ family, weight, file }: (typeof FONT)[number]): Promise<string> => {
  const url = `data:font/woff2;base64,${(await readFile(join(FONT_FOLDER, file))).toString('base64')}`;
  return `@font-face { font-family: ${family}; font-weight: ${weight}; src: url(${url}) }`;
};

/** How a picture is looked at. */
export interface Light {
  dark?: boolean;
}

/** What a browser makes of an SVG: a PNG, the same on every machine. */
export const drawnBy = (browser: Browser, svg: string, light: Light = {}): Promise<Buffer> =>
  onPage(browser, svg, light, pictureOn);

export const pictureOn = (page: Page): Promise<Buffer> =>
  page.locator('svg').first().screenshot({ animations: 'disabled' });

/** Shows an SVG by itself on a page, in letters that are the same on every machine. */
export async function onPage<T>(
  browser: Browser,
  svg: string,
  { dark = false }: Light,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ colorScheme: dark ? 'dark' : 'light', deviceScaleFactor: 1 });
  try {
    const page = await context.newPage();
    const faces = await Promise.all(FONT.map(fontFace));
    const style = `${faces.join('')} body { margin: 0 } svg { display: block } svg, svg * { font-family: ${FAMILIES} !important }`;
    await page.setContent(`<!doctype html><style>${style}</style>${svg}`);
    const fonts = FONT.map(({ family, weight }) => `${weight} 16px ${family}`);
    await page.evaluate((all) => Promise.all(all.map((font) => document.fonts.load(font))), fonts);
    return await look(page);
  } finally {
    await context.close();
  }
}

const pixelsOf = (png: Buffer) => sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });

/** How many pixels of two pictures differ, and where, as a picture; null where they are of two sizes. */
export async function differenceOf(a: Buffer, b: Buffer): Promise<{ pixels: number; picture: Buffer } | null> {
  const [one, other] = await Promise.all([pixelsOf(a), pixelsOf(b)]);
  const { width, height } = one.info;
  if (other.info.width !== width || other.info.height !== height) return null;
  const marked = Buffer.alloc(one.data.length);
  const pixels = pixelmatch(one.data, other.data, marked, width, height, { threshold: COLOUR_DIFFERENCE_MIN });
  const picture = await sharp(marked, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { pixels, picture };
}

/**
 * Holds a PNG against the committed one.
 * @param file where that is, such as `join(import.meta.dirname, 'pictures/series.png')`
 * @param renewed writes it there instead
 * @throws where they differ: says by how much, and where both and their difference can be looked at
 */
export async function assertPicture(
  png: Buffer,
  file: string,
  renewed = process.env.UPDATE_PICTURES === '1',
): Promise<void> {
  if (renewed) {
    await mkdir(dirname(file), { recursive: true });
    // unchanged pictures stay what they are: nobody has to look at them again
    const same = existsSync(file) ? await differenceOf(await readFile(file), png) : null;
    if (same === null || same.pixels > 0) await writeFile(file, png);
    return;
  }
  const renew = 'UPDATE_PICTURES=1 before the command of this test writes it anew';
  if (!existsSync(file)) throw new Error(`there is no picture ${file}: ${renew}`);
  const difference = await differenceOf(await readFile(file), png);
  if (difference !== null && difference.pixels <= DIFFERING_PIXELS_MAX) return;
  const folder = await mkdtemp(join(tmpdir(), 'kith-pictures-'));
  await writeFile(join(folder, basename(file)), png);
  if (difference !== null) await writeFile(join(folder, `difference-${basename(file)}`), difference.picture);
  const how = difference === null ? 'has another size' : `differs in ${difference.pixels} pixels`;
  throw new Error(`what was drawn ${how} from ${file}: see ${folder}; where that is right, ${renew}`);
}
