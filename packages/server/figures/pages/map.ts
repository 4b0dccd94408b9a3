/** Which forces have a figure for a year: by the map, and in words by the alphabet. Never by the number. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import { yearText } from '../period.ts';
import { compare, nameOf, places } from '../places.ts';
import { FIGURES_FILE, type FigureRow, SHIPPED } from '../rows.ts';
import { ofYear, type Place } from '../series.ts';
import { mapPath, pathOf } from './paths.ts';
import { type Link, type Traced, traced } from './said.ts';
import { figureWords } from './words.ts';

export interface MapPage {
  title: string;
  tiles: readonly { force: string; name: string; href: string; figure: Traced | null }[];
  /** the rows of the tiles */
  shown: readonly FigureRow[];
  map: string;
  mapCsv: string;
  /** the same map of the other years */
  others: readonly Link[];
}

export function mapPage(library: Library, start: number, language: Language): MapPage {
  const words = figureWords[language];
  const forces = forcesOf(library, start);
  const tiles = forces.map(({ force, place, row }) => {
    const figure = row === null || row.offences === null ? null : traced(row, language);
    return { force, name: nameOf(place), href: inLanguage(pathOf(place), language), figure };
  });
  const year = yearText(start);
  const count = tiles.filter(({ figure }) => figure !== null).length;
  const years = Array.from({ length: library.last - library.first + 1 }, (_, i) => library.first + i);
  const here = mapPath(start);
  return {
    ...{ tiles, title: fill(words.map.title, { year, count, all: tiles.length }, language) },
    shown: forces.flatMap(({ row }) => (row === null ? [] : [row])),
    ...{ map: inLanguage(`${here}.svg`, language), mapCsv: `${here}.csv` },
    others: years
      .filter((other) => other !== start)
      .map((other) => ({ text: yearText(other), href: inLanguage(mapPath(other), language) })),
  };
}

/** The map's table as a file: forces without a figure are in it, with a blank. */
export const mapRows = (library: Library, start: number): (string | number | null)[][] => [
  ['period', 'region', 'force', 'offences', 'source', 'file', 'line'],
  ...forcesOf(library, start).map(({ force, place, row }) => [
    ...[yearText(start), place.region, force, row?.offences ?? null, row?.source ?? ''],
    ...(row === null ? ['', null] : [fileOf(row), row.line]),
  ]),
];

export const fileOf = ({ set }: Pick<FigureRow, 'set'>): string => (set === SHIPPED ? FIGURES_FILE : set);

const forcesOf = (library: Library, start: number): { force: string; place: Place; row: FigureRow | null }[] =>
  places
    .flatMap((place) =>
      place.force === null ? [] : [{ force: place.force, place, row: ofYear(library.rows, place, start).row }],
    )
    .sort((a, b) => compare(nameOf(a.place), nameOf(b.place)));
