/** What a page of figures says, in words. Pure: the same rows give the same page, and every number comes with its row. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import { yearText } from '../period.ts';
import { COUNTRIES, nameOf, places, regions, slugOf } from '../places.ts';
import type { FigureRow, ShareRow } from '../rows.ts';
import { type Change, ofYear, type Place, type Series, type SumCheck } from '../series.ts';
import { figureWords } from './words.ts';

export const BASE = '/figures';
export const pathOf = (place: Place): string => (place.region === 'UK' ? BASE : `${BASE}/places/${slugOf(place)}`);
export const rowPath = ({ line }: Pick<FigureRow, 'line'>, language: Language): string =>
  `${inLanguage(`${BASE}/rows`, language)}#row-${line}`;

/** A number with the way to its row. */
interface Traced {
  text: string;
  row: { text: string; href: string };
}

interface YearLine {
  year: string;
  /** null where nothing was published */
  figure: Traced | null;
  /** why there is none, where a row says so */
  note: string;
  /** what was published before and revised */
  revised: readonly { text: string; row: Traced['row'] }[];
}

const traced = (row: FigureRow, language: Language): Traced => ({
  text: row.offences === null ? figureWords[language].table.missing : numberIn(row.offences, language),
  row: {
    text: fill(figureWords[language].table.row, { line: String(row.line) }, language),
    href: rowPath(row, language),
  },
});

export const numberIn = (value: number, language: Language): string => value.toLocaleString(language);

/** The finding, in about ten words. */
export function findingOf(series: Series, language: Language): string {
  const words = figureWords[language];
  const place = nameOf(series.place);
  const known = series.years.filter(({ row }) => row?.offences != null);
  const last = known.at(-1);
  if (last?.row?.offences == null) return fill(words.findingNone, { place }, language);
  const to = { place, to: last.row.offences, toYear: yearText(last.start) };
  const { sinceFirst } = series;
  if (sinceFirst === null) return fill(words.findingOne, to, language);
  const { from } = sinceFirst;
  return fill(words.finding, { ...to, from: from.row.offences, fromYear: yearText(from.start) }, language);
}

const timesOf = (from: number, to: number): string =>
  from > 0 && to > 3 * from ? 'thrice' : from > 0 && to > 2 * from ? 'twice' : 'other';

export function changeOf({ from, to, difference, percent }: Change, language: Language): string {
  const { since } = figureWords[language];
  const numbers = {
    ...{ from: from.row.offences, to: to.row.offences, fromYear: yearText(from.start), toYear: yearText(to.start) },
    difference: Math.abs(difference),
    percent: Math.round(Math.abs(percent ?? 0)),
    times: timesOf(from.row.offences, to.row.offences),
  };
  if (difference === 0) return fill(since.same, numbers, language);
  if (percent === null) return fill(since.zero, numbers, language);
  return fill(difference > 0 ? since.up : since.down, numbers, language);
}

/** The highest year, and what came after it: the two things that one comparison of ends leaves out. */
function highestOf({ highest, latest, sinceFirst }: Series, language: Language): readonly string[] {
  const words = figureWords[language];
  if (highest === null || latest === null || sinceFirst === null) return [];
  const { from } = sinceFirst;
  const numbers = {
    ...{ count: highest.row.offences, year: yearText(highest.start), firstYear: yearText(from.start) },
    ...{ times: timesOf(from.row.offences, highest.row.offences), toYear: yearText(latest.start) },
    difference: highest.row.offences - latest.row.offences,
  };
  const most = fill(words.highest, numbers, language);
  return highest === latest ? [most] : [most, fill(words.since_highest, numbers, language)];
}

interface SumLine {
  text: string;
  rows: readonly Traced['row'][];
}

export interface PlacePage {
  title: string;
  place: string;
  sinceFirst: string;
  sinceLast: string;
  highest: readonly string[];
  years: readonly YearLine[];
  spans: readonly { period: string; figure: Traced; note: string }[];
  /** places below this one, by the alphabet */
  below: readonly { name: string; href: string }[];
  above: { name: string; href: string } | null;
  sums: readonly SumLine[];
  csv: string;
  chart: string;
  briefing: string | null;
}

export function placePage(library: Library, place: Place, language: Language): PlacePage {
  const words = figureWords[language];
  const series = library.series(place);
  const here = `${BASE}/places/${slugOf(place)}`;
  const isRegion = place.force === null && regions.some(({ region }) => region === place.region);
  return {
    title: findingOf(series, language),
    place: nameOf(place),
    sinceFirst: series.sinceFirst === null ? words.first.none : changeOf(series.sinceFirst, language),
    sinceLast: series.sinceLast === null ? words.last.none : changeOf(series.sinceLast, language),
    highest: highestOf(series, language),
    years: series.years.map(({ start, row, others }) => ({
      year: yearText(start),
      figure: row === null ? null : traced(row, language),
      note: row?.note ?? '',
      revised: others.map((other) => ({
        text: fill(words.table.revised, { count: other.offences ?? 0 }, language),
        row: traced(other, language).row,
      })),
    })),
    spans: series.spans.map((row) => ({ period: row.period.text, figure: traced(row, language), note: row.note })),
    below: belowOf(place).map((p) => ({ name: nameOf(p), href: inLanguage(pathOf(p), language) })),
    above: aboveOf(place, language),
    sums: library.sums.filter(({ region }) => isRegion && region === place.region).map((sum) => sumLine(sum, language)),
    ...{ csv: `${here}.csv`, chart: inLanguage(`${here}.svg`, language) },
    briefing: isRegion ? inLanguage(`${BASE}/briefings/${slugOf(place)}`, language) : null,
  };
}

const isCountry = ({ region }: Place): boolean => COUNTRIES.some((country) => country === region);

function belowOf(place: Place): readonly Place[] {
  if (place.region === 'UK') return places.filter((p) => p.force === null && p.region !== 'UK');
  return place.force === null ? places.filter((p) => p.force !== null && p.region === place.region) : [];
}

function aboveOf(place: Place, language: Language): PlacePage['above'] {
  const href = (path: string) => inLanguage(path, language);
  if (place.region === 'UK') return null;
  if (place.force === null || isCountry(place)) return { name: figureWords[language].all, href: href(BASE) };
  return { name: place.region, href: href(pathOf({ region: place.region, force: null })) };
}

function sumLine(check: SumCheck, language: Language): SumLine {
  const { sums } = figureWords[language];
  const { verdict, missing, year, sum, published, forces } = check;
  const numbers = { year, sum, total: published.offences ?? 0, missing: listIn(missing, language) };
  const said = verdict === 'agrees' && missing.length > 0 ? sums.agreesWithout : sums[verdict];
  return { text: fill(said, numbers, language), rows: [published, ...forces].map((row) => traced(row, language).row) };
}

const listIn = (names: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(names);

export interface MapPage {
  year: string;
  title: string;
  /** by region and the alphabet */
  tiles: readonly { force: string; href: string; offences: number | null; figure: Traced | null }[];
}

export function mapPage(library: Library, language: Language): MapPage {
  const words = figureWords[language];
  const year = yearText(library.last);
  const tiles = places.flatMap((place) => {
    if (place.force === null) return [];
    const { row } = ofYear(library.rows, place, library.last);
    const offences = row?.offences ?? null;
    const figure = row === null || offences === null ? null : traced(row, language);
    return [{ force: place.force, href: inLanguage(pathOf(place), language), offences, figure }];
  });
  return { year, title: fill(words.map.title, { year }, language), tiles };
}

export interface SharePage {
  title: string;
  periods: readonly {
    period: string;
    text: string;
    shares: readonly { platform: string; share: string; source: string }[];
  }[];
}

/** Years first, the newest first; within one as the source has them. */
export function sharePage(library: Library, language: Language): SharePage {
  const { platforms } = figureWords[language];
  const periods = [...new Set(library.shares.map(({ period }) => period.text))];
  const order = (period: string): number => library.shares.find((s) => s.period.text === period)?.period.to ?? 0;
  const main = mainShare(library);
  const percent = (share: number) => numberIn(share, language);
  return {
    title:
      main === null ? platforms.other : fill(platforms.title, { platform: main.platform, share: main.share }, language),
    periods: periods
      .sort((a, b) => order(b) - order(a) || (a < b ? 1 : -1))
      .map((period) => {
        const shares = library.shares.filter((s) => s.period.text === period);
        const known = shares.find((s) => s.known !== null)?.known ?? null;
        const text =
          known === null
            ? fill(platforms.unknown, { year: period }, language)
            : fill(platforms.text, { year: period, known }, language);
        return {
          ...{ period, text },
          shares: shares.map(({ platform, share, source }) => ({ platform, share: percent(share), source })),
        };
      }),
  };
}

/** The largest share of the newest year for which it is known of how many offences. */
export function mainShare({ shares }: Pick<Library, 'shares'>): (ShareRow & { known: number }) | null {
  const known = shares.filter((s): s is ShareRow & { known: number } => s.known !== null);
  const newest = Math.max(...known.map(({ period }) => period.to));
  return known.filter(({ period }) => period.to === newest).sort((a, b) => b.share - a.share)[0] ?? null;
}

export interface Briefing {
  title: string;
  place: string;
  paragraphs: readonly string[];
  chart: string;
  /** of totals that their forces don't add up to; what agrees is on the region's own page */
  sums: readonly SumLine[];
  back: string;
}

/** One page about one region, for somebody who has a minute. */
export function briefingOf(library: Library, place: Place, language: Language): Briefing {
  const { brief } = figureWords[language];
  const page = placePage(library, place, language);
  const series = library.series(place);
  const differing = library.sums.filter(({ region, verdict }) => region === place.region && verdict === 'differs');
  const paragraphs: string[] = [];
  const { latest } = series;
  if (latest !== null) {
    const lede = { place: page.place, to: latest.row.offences, toYear: yearText(latest.start) };
    paragraphs.push(fill(brief.lede, lede, language));
  }
  paragraphs.push(page.sinceFirst, ...page.highest, page.sinceLast);
  const missing = series.years.filter(({ row }) => row?.offences == null).map(({ start }) => yearText(start));
  const years = listIn(missing, language);
  paragraphs.push(missing.length === 0 ? brief.whole : fill(brief.missing, { years }, language));
  const uk = library.series({ region: 'UK', force: null }).sinceFirst;
  if (uk !== null) {
    const { from, to } = uk;
    const numbers = {
      from: from.row.offences,
      to: to.row.offences,
      fromYear: yearText(from.start),
      toYear: yearText(to.start),
    };
    paragraphs.push(fill(brief.uk, numbers, language));
  }
  const share = mainShare(library);
  if (share !== null) {
    const { platform, known } = share;
    paragraphs.push(fill(brief.platforms, { year: share.period.text, share: share.share, platform, known }, language));
  }
  return {
    ...{ title: fill(brief.title, { place: page.place }, language), place: page.place, paragraphs },
    ...{
      chart: page.chart,
      sums: differing.map((sum) => sumLine(sum, language)),
      back: inLanguage(pathOf(place), language),
    },
  };
}
