/** What every chart has around it: its title above, what it doesn't say below, colours for light and dark. */
import { parseHTML } from 'linkedom';

/** Lines of text under a chart, units each. */
const LINE = 18;
/** Letters of a line under a chart, about: what is longer goes on in the next. */
const LINE_LETTERS = 96;

/** How wide a letter is at most, on average, units: fonts differ from one machine to another, and what is too long is cut off. */
const TITLE_LETTER = 13;
const CAVEAT_LETTER = 7.6;

/** Colours for light and dark, by rules of the picture's own: an image takes none from the page it is on. */
const STYLE = `
svg { background: #fff; color: #0b0c0c; font: 14px system-ui, sans-serif }
.line { stroke: #1c5d6e } .dot, .on { fill: #1c5d6e } .on-text { fill: #fff } .off { fill: #d5dde0 } .off-text { fill: #0b0c0c }
.number text { paint-order: stroke; stroke: #fff; stroke-width: 5px; stroke-linejoin: round }
@media (prefers-color-scheme: dark) {
  svg { background: #0f1619; color: #eef3f4 }
  .line { stroke: #6cc3d8 } .dot, .on { fill: #6cc3d8 } .on-text { fill: #0b0c0c } .off { fill: #33434a } .off-text { fill: #eef3f4 }
  .number text { stroke: #0f1619 }
}`;

export interface ChartWords {
  /** the finding, at the top */
  title: string;
  /** what the numbers do not say, under it */
  caveats: readonly string[];
  /** beside what has no figure */
  none: string;
}

/** A document to draw in. */
export const emptyDocument = (): Document => parseHTML('<!doctype html><html><body></body></html>').document;

export function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The title above and the caveats below go with the picture wherever it is shown. */
export function asPicture(drawn: Element, { title, caveats }: Pick<ChartWords, 'title' | 'caveats'>): string {
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
  const heading = wrapped(title, Math.floor((width - 20) / TITLE_LETTER));
  const below = caveats.flatMap((caveat) =>
    wrapped(caveat, Math.min(LINE_LETTERS, Math.floor((width - 20) / CAVEAT_LETTER))),
  );
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
