/** Police forces as hexagons, where they lie. */

import { asPicture, type ChartWords, emptyDocument, wrapped } from '../../../ground/charts/index.ts';
import { regions } from '../../places.ts';

/** Half a hexagon's width and its outer radius, units. */
const HALF = 34;
const RADIUS = HALF / Math.cos(Math.PI / 6);

/** Every force in its place, with its number where there is one: by the map, and never by the number. */
export function drawMap(numbers: ReadonlyMap<string, string | null>, { title, caveats, none }: ChartWords): string {
  const all = regions.flatMap(({ forces }) => forces);
  const width = 2 * HALF * (Math.max(...all.map(({ at }) => at[0])) + 1.5) + 20;
  const height = 1.5 * RADIUS * Math.max(...all.map(({ at }) => at[1])) + 2 * RADIUS + 20;
  const document = emptyDocument();
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
    const number = offences ?? none;
    add('text', { x, y: y + 22, class: `${kind}-text`, ...SMALL, 'font-weight': 'bold' }, number);
  }
  svg.setAttribute('width', String(Math.round(width)));
  svg.setAttribute('height', String(Math.round(height)));
  svg.setAttribute('viewBox', `0 0 ${Math.round(width)} ${Math.round(height)}`);
  return asPicture(svg, { title, caveats });
}

const SMALL = { 'text-anchor': 'middle', 'font-size': 10 } as const;
/** Letters of a line inside a hexagon. */
const TILE_LETTERS = 11;

/** A force's name in lines that fit: long shires are cut before their shire. */
const shortened = (force: string): readonly string[] =>
  wrapped(
    force
      .replace(' and Isle of Wight', ' & IoW')
      .replace(' and ', ' & ')
      .replace(/^(\w{7,})shire$/, '$1- shire'),
    TILE_LETTERS,
  );
