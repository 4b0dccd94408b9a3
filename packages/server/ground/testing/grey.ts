/**
 * Whether a chart can be read where there are no colours, as on most paper: what was drawn is turned to grey, and looked at where
 * each mark and each text stands.
 */
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { type Light, onPage, pictureOn } from './pictures.ts';

/** Least contrast of a mark with what is around it, and of two kinds of mark (WCAG 2.2, 1.4.11). */
const MARK_CONTRAST_MIN = 3;
/** Least contrast of letters with what is behind them (WCAG 2.2, 1.4.3). */
const TEXT_CONTRAST_MIN = 4.5;
/** Below this, two greys are one: a frame that is hollow has its ground inside. */
const SAME_CONTRAST_MAX = 1.1;
/** Places along a line that are looked at; a number stands over some of them. */
const LINE_PLACES = 25;

interface Place {
  x: number;
  y: number;
}
interface Box extends Place {
  width: number;
  height: number;
}
interface Seen {
  texts: (Box & { text: string })[];
  dots: Box[];
  bars: Box[];
  hollow: Box[];
  tiles: (Box & { kind: string; labels: number })[];
  line: Place[];
}

/** What of a chart cannot be made out in grey, in words; none where all can. */
export function problemsInGrey(browser: Browser, svg: string, light: Light = {}): Promise<string[]> {
  return onPage(browser, svg, light, async (page) => {
    const { data, info } = await sharp(await pictureOn(page))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const grey = ({ x, y }: Place): number =>
      data[(Math.round(y) * info.width + Math.round(x)) * info.channels] ?? Number.NaN;
    const ground = grey({ x: 1, y: 1 });
    const seen = await page.evaluate(marksOf, LINE_PLACES);
    const problems: string[] = [];
    const hold = (holds: boolean, problem: string): void => void (holds || problems.push(problem));

    for (const { text, ...box } of seen.texts)
      hold(within(box, grey) >= TEXT_CONTRAST_MIN, `"${text}" has a contrast of ${within(box, grey).toFixed(1)}`);
    for (const mark of [...seen.dots, ...seen.bars])
      hold(contrast(grey(middle(mark)), ground) >= MARK_CONTRAST_MIN, `a mark at ${at(mark)} is like its ground`);
    for (const frame of seen.hollow) {
      hold(contrast(grey(middle(frame)), ground) <= SAME_CONTRAST_MAX, `a frame at ${at(frame)} is not hollow`);
      hold(within(frame, grey) >= MARK_CONTRAST_MIN, `a frame at ${at(frame)} is like its ground`);
    }
    const along = seen.line.map((place) => contrast(grey(place), ground)).sort((a, b) => a - b);
    const usual = along[Math.floor(along.length / 2)];
    hold(usual === undefined || usual >= MARK_CONTRAST_MIN, 'the line is like its ground');
    // next to the lower corner: names and numbers stand above
    const shades = seen.tiles.map((tile) => ({
      ...tile,
      grey: grey({ x: middle(tile).x, y: tile.y + tile.height * 0.93 }),
    }));
    for (const { kind, labels, ...tile } of shades) hold(labels >= 2, `a tile at ${at(tile)} (${kind}) says nothing`);
    for (const on of shades.filter(({ kind }) => kind === 'on'))
      for (const off of shades.filter(({ kind }) => kind === 'off'))
        hold(contrast(on.grey, off.grey) >= MARK_CONTRAST_MIN, `tiles at ${at(on)} and ${at(off)} are alike`);
    const marks = seen.dots.length + seen.bars.length + seen.hollow.length + seen.tiles.length;
    hold(seen.texts.length > marks, `${marks} marks have ${seen.texts.length} texts beside them`);
    return problems;
  });
}

/** In the browser: where a chart's marks are. The classes are those of ground/charts. */
function marksOf(places: number): Seen {
  const box = (element: Element): Box => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  const all = (selector: string): SVGGraphicsElement[] => [...document.querySelectorAll<SVGGraphicsElement>(selector)];
  const drawn = (selector: string): Box[] =>
    all(selector)
      .map(box)
      .filter(({ height, width }) => height > 3 && width > 3);
  const texts = all('text').filter(({ textContent }) => textContent?.trim() !== '');
  const tiles = all('polygon').map((tile) => {
    const { x, y, width, height } = box(tile);
    const inside = texts
      .map(box)
      .filter((t) => t.x >= x && t.x + t.width <= x + width && t.y >= y && t.y + t.height <= y + height);
    return { x, y, width, height, kind: tile.getAttribute('class') ?? '', labels: inside.length };
  });
  const line = [...document.querySelectorAll<SVGPathElement>('.line path, path.line')].flatMap((path) => {
    const matrix = path.getScreenCTM();
    return Array.from({ length: places }, (_, i) => {
      const point = path
        .getPointAtLength((path.getTotalLength() * (i + 0.5)) / places)
        .matrixTransform(matrix ?? undefined);
      return { x: point.x, y: point.y };
    });
  });
  return {
    texts: texts.map((text) => ({ ...box(text), text: text.textContent ?? '' })),
    dots: drawn('.dot circle'),
    bars: drawn('.dot rect'),
    hollow: drawn('[fill="none"] rect'),
    ...{ tiles, line },
  };
}

const middle = ({ x, y, width, height }: Box): Place => ({ x: x + width / 2, y: y + height / 2 });
const at = ({ x, y }: Place): string => `${Math.round(x)},${Math.round(y)}`;

/** The contrast of the darkest and the lightest place of a box. */
function within({ x, y, width, height }: Box, grey: (place: Place) => number): number {
  const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  let [darkest, lightest] = [255, 0];
  for (let i = left; i < x + width - 1; i++)
    for (let j = top; j < y + height - 1; j++) {
      const one = grey({ x: i, y: j });
      darkest = Math.min(darkest, one);
      lightest = Math.max(lightest, one);
    }
  return contrast(darkest, lightest);
}

/** Relative luminance of a grey of 0 to 255 (WCAG 2.2). */
function luminance(grey: number): number {
  const part = grey / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function contrast(a: number, b: number): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
