/** Charts as pictures of their own: a page shows them as images, so that they can be shown elsewhere, too. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { yearText } from '../period.ts';
import { regions } from '../places.ts';
import type { Series } from '../series.ts';

const WIDTH = 720;
const HEIGHT = 400;
/** Lines of text under a chart, units each. */
const LINE = 18;
/** Letters of a line under a chart, about: what is longer goes on in the next. */
const LINE_LETTERS = 96;

/** Colours for light and dark, by rules of the picture's own: an image takes none from the page it is on. */
const STYLE = `
svg { background: #fff; color: #0b0c0c; font: 14px system-ui, sans-serif }
.line { stroke: #1c5d6e } .dot, .on { fill: #1c5d6e } .on-text { fill: #fff } .off { fill: #d5dde0 } .off-text { fill: #0b0c0c }
@media (prefers-color-scheme: dark) {
  svg { background: #0f1619; color: #eef3f4 }
  .line { stroke: #6cc3d8 } .dot, .on { fill: #6cc3d8 } .on-text { fill: #0b0c0c } .off { fill: #33434a } .off-text { fill: #eef3f4 }
}`;

export interface ChartWords {
  /** the finding, at the top */
  title: string;
  /** what the numbers do not say, under it */
  caveats: readonly string[];
  /** beside the years that have no figure */
  none: string;
}

/** Places a place's years along a line that breaks where nobody published a figure. */
export function drawSeries({ years }: Series, { title, caveats, none }: ChartWords): string {
  const points = years.map(({ start, row }) => ({ year: yearText(start), offences: row?.offences ?? null }));
  const known = points.filter((point) => point.offences !== null);
  const missing = points.filter((point) => point.offences === null).map(({ year }) => ({ year, none }));
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const plot = Plot.plot({
    ...{ document, width: WIDTH, height: HEIGHT, marginLeft: 60, marginTop: 30, marginBottom: 40 },
    x: { type: 'point', domain: points.map(({ year }) => year), label: null },
    y: { zero: true, grid: true, label: null, nice: true, ...(known.length === 0 && { domain: [0, 1] }) },
    marks: [
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.line(points, { x: 'year', y: (p) => p.offences ?? Number.NaN, strokeWidth: 3, className: 'line' }),
      Plot.dot(known, { x: 'year', y: 'offences', r: 5, fill: 'currentColor', className: 'dot' }),
      // said in numbers too: nobody has to read a height, or tell colours apart
      Plot.text(known, { x: 'year', y: 'offences', text: (p) => String(p.offences), dy: -14, fontWeight: 'bold' }),
      Plot.text(missing, { x: 'year', y: 0, text: 'none', dy: -10, fontSize: 11 }),
    ],
  });
  return asPicture(plot, title, caveats);
}

/** Half a hexagon's width and its outer radius, units. */
const HALF = 34;
const RADIUS = HALF / Math.cos(Math.PI / 6);

/** Every force in its place, with its number where there is one: by the map, and never by the number. */
export function drawMap(numbers: ReadonlyMap<string, number | null>, { title, caveats, none }: ChartWords): string {
  const all = regions.flatMap(({ forces }) => forces);
  const width = 2 * HALF * (Math.max(...all.map(({ at }) => at[0])) + 1.5) + 20;
  const height = 1.5 * RADIUS * Math.max(...all.map(({ at }) => at[1])) + 2 * RADIUS + 20;
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const add = (name: string, attributes: Record<string, string | number>, text?: string) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.textContent = text;
    svg.append(element);
  };
  for (const { force, at } of all) {
    const [column, row] = at;
    const x = 10 + HALF * (2 * column + 1 + (row % 2));
    const y = 10 + RADIUS * (1 + 1.5 * row);
    const corners = Array.from({ length: 6 }, (_, i) => {
      const angle = (Math.PI / 3) * i - Math.PI / 2;
      return `${Math.round(x + (RADIUS - 2) * Math.cos(angle))},${Math.round(y + (RADIUS - 2) * Math.sin(angle))}`;
    });
    const offences = numbers.get(force) ?? null;
    const kind = offences === null ? 'off' : 'on';
    add('polygon', { points: corners.join(' '), class: kind });
    const lines = shortened(force);
    lines.forEach((line, i) => {
      add('text', { x, y: y - 6 + 11 * (i - (lines.length - 1) / 2), class: `${kind}-text`, ...SMALL }, line);
    });
    const number = offences === null ? none : String(offences);
    add('text', { x, y: y + 22, class: `${kind}-text`, ...SMALL, 'font-weight': 'bold' }, number);
  }
  svg.setAttribute('width', String(Math.round(width)));
  svg.setAttribute('height', String(Math.round(height)));
  svg.setAttribute('viewBox', `0 0 ${Math.round(width)} ${Math.round(height)}`);
  return asPicture(svg, title, caveats);
}

const SMALL = { 'text-anchor': 'middle', 'font-size': 10 } as const;
/** Letters of a line inside a hexagon. */
const TILE_LETTERS = 11;

/** A force's name in lines that fit. */
const shortened = (force: string): readonly string[] =>
  wrapped(force.replace(' and Isle of Wight', ' & IoW').replace(' and ', ' & '), TILE_LETTERS);

function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The title above and the caveats below go with the picture wherever it is shown. */
function asPicture(drawn: Element, title: string, caveats: readonly string[]): string {
  const svg = drawn.tagName.toLowerCase() === 'svg' ? drawn : drawn.querySelector('svg');
  if (svg === null) throw new Error('a chart drew no picture');
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const part of [svg, ...svg.querySelectorAll('*')]) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
    part.removeAttribute('style');
  }
  const width = Number(svg.getAttribute('width'));
  const height = Number(svg.getAttribute('height'));
  const heading = wrapped(title, Math.floor(width / 9.5));
  const below = caveats.flatMap((caveat) => wrapped(caveat, Math.min(LINE_LETTERS, Math.floor(width / 7))));
  const top = 14 + 26 * heading.length;
  const total = top + height + 10 + LINE * below.length;
  const headings = heading.map(
    (line, i) =>
      `<text x="10" y="${26 + 26 * i}" font-size="20" font-weight="bold" fill="currentColor">${escaped(line)}</text>`,
  );
  const lines = below.map(
    (line, i) =>
      `<text x="10" y="${top + height + 8 + LINE * i}" font-size="13" fill="currentColor">${escaped(line)}</text>`,
  );
  svg.setAttribute('y', String(top));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}"><title>${escaped(title)}</title><style>${STYLE}</style>${headings.join('')}${svg.outerHTML}${lines.join('')}</svg>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
