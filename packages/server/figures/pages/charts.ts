/** Every chart by a name: what it is drawn from, and what goes with it wherever it is shown. */
import { inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import { yearText } from '../period.ts';
import { placeOf, slug, slugOf } from '../places.ts';
import { type Place, rowsIn } from '../series.ts';
import { type Shown, shortOf } from './about.ts';
import { bodyOf, groomingPage } from './grooming.ts';
import { mapPage } from './map.ts';
import { groomingPath, mapPath, pathOf, periodSlug, sharesPath } from './paths.ts';
import { placePage } from './place.ts';
import { percentIn, type Traced } from './said.ts';
import { type PeriodShares, periodShares, shareBars, sharePeriodOf } from './shares.ts';
import { figureWords } from './words.ts';

/** What draws takes longer to load than most of Kith: see when it is asked for. */
const drawing = () => import('./draw/index.ts');

export interface Chart {
  title: string;
  /** what it doesn't say */
  caveats: readonly string[];
  shown: Shown;
  /** the page that it is on, its picture, and its table as a file */
  page: string;
  picture: string;
  csv: string;
  /** what stands where there is no number */
  blank: string;
  /** the same as a table */
  table: { head: readonly [string, string]; lines: readonly { label: string; figure: Traced | null }[] };
  draw(): Promise<string>;
}

export const seriesChart = (place: Place): string => slugOf(place);
export const mapChart = (start: number): string => `map-${slug(yearText(start))}`;
export const shareChart = (period: { text: string }): string => `platforms-${periodSlug(period)}`;
export const groomingChart = ({ force }: Place): string => (force === null ? '88a' : `88a-${slug(force)}`);

/** Loads what draws, so that whoever asks for the first picture needn't wait for it. */
export const warmCharts = async (): Promise<void> => void (await drawing());

/** How high a frame for a chart must be where it is 760 units wide, its title, table and source included. */
export const SERIES_HEIGHT_PX = 840;
export const MAP_HEIGHT_PX = 1_260;
const SHARES_HEIGHT_PX = 560;
const SHARE_HEIGHT_PX = 44;
/** A sentence stands in the picture and under it. */
const NOTE_HEIGHT_PX = 90;
export const sharesHeight = ({ shares, totals, notes }: Pick<PeriodShares, 'shares' | 'totals' | 'notes'>): number =>
  SHARES_HEIGHT_PX + SHARE_HEIGHT_PX * (shares.length + totals.length) + NOTE_HEIGHT_PX * notes.length;

/** Null where there is none of that name. */
export function chartOf(library: Library, name: string, language: Language): Chart | null {
  const [, map] = /^map-(.+)$/.exec(name) ?? [];
  if (map !== undefined) return mapOf(library, map, language);
  const [, shares] = /^platforms-(.+)$/.exec(name) ?? [];
  if (shares !== undefined) return sharesOf(library, shares, language);
  const grooming = /^88a(?:-(.+))?$/.exec(name);
  if (grooming !== null) return groomingOf(library, grooming[1] ?? '', language);
  const place = placeOf(name);
  return place === null ? null : seriesOf(library, place, language);
}

function seriesOf(library: Library, place: Place, language: Language): Chart {
  const { table } = figureWords[language];
  const { title, years, chart, csv } = placePage(library, place, language);
  const series = library.series(place);
  const shown = rowsIn(series);
  const short = shortOf(library, shown, language);
  return {
    shown,
    ...{ title, caveats: short, page: inLanguage(pathOf(place), language), picture: chart, csv },
    table: { head: [table.year, table.offences], lines: years.map(({ year, figure }) => ({ label: year, figure })) },
    blank: table.missing,
    draw: async () => (await drawing()).drawSeries(series, { title, caveats: short, none: table.missing }, language),
  };
}

function groomingOf({ grooming }: Library, name: string, language: Language): Chart | null {
  const place = grooming === null ? null : bodyOf(grooming, name);
  if (grooming === null || place === null) return null;
  const words = figureWords[language];
  const { title, years, chart, csv } = groomingPage(grooming, place, language);
  const { short: caveats, missing: none } = words.grooming;
  return {
    shown: '88A',
    ...{ title, caveats, page: inLanguage(groomingPath(place), language), picture: chart, csv },
    table: {
      head: [words.table.year, words.table.offences],
      lines: years.map(({ year, figure }) => ({ label: year, figure })),
    },
    blank: none,
    draw: async () => (await drawing()).drawSeries(grooming.series(place), { title, caveats, none }, language),
  };
}

/** The year of a map by what its address calls it. */
export function mapYear({ first, last }: Library, name: string): number | null {
  const start = Number(/^(\d{4})-\d\d$/.exec(name)?.[1]);
  return start >= first && start <= last && slug(yearText(start)) === name ? start : null;
}

function mapOf(library: Library, name: string, language: Language): Chart | null {
  const start = mapYear(library, name);
  if (start === null) return null;
  const { map, table } = figureWords[language];
  const { title, tiles, shown, map: picture, mapCsv } = mapPage(library, start, language);
  const short = shortOf(library, shown, language);
  return {
    shown,
    ...{ title, caveats: [map.shown, ...short], page: inLanguage(mapPath(start), language), picture, csv: mapCsv },
    table: { head: [map.force, table.offences], lines: tiles.map(({ name: label, figure }) => ({ label, figure })) },
    blank: table.missing,
    draw: async () => {
      const offences = new Map(tiles.map((tile) => [tile.force, tile.figure?.text ?? null]));
      return (await drawing()).drawMap(offences, { title, caveats: [map.shown, ...short], none: map.none });
    },
  };
}

function sharesOf(library: Library, name: string, language: Language): Chart | null {
  const period = sharePeriodOf(library, name);
  if (period === null) return null;
  const { short, platforms } = figureWords[language];
  const { title, text, shares, totals, notes, chart, csv } = periodShares(library, period, language);
  const caveats = [text.text, platforms.several, ...notes, ...short];
  const all = [...shares, ...totals];
  return {
    shown: [],
    ...{ title, caveats, page: inLanguage(sharesPath(period), language), picture: chart, csv },
    table: {
      head: [platforms.platform, platforms.share],
      lines: all.map(({ platform, figure }) => ({ label: platform, figure })),
    },
    blank: '',
    draw: async () =>
      (await drawing()).drawShares(shareBars(library, period), { title, caveats, none: '' }, (share) =>
        percentIn(share, language),
      ),
  };
}
