/** What the page of a place says. Pure: the same rows give the same page, and every number comes with its row. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import type { Library } from '../library.ts';
import { COUNTRIES, nameOf, places, slugOf } from '../places.ts';
import type { FigureRow } from '../rows.ts';
import { type Place, rowsIn, type SumCheck } from '../series.ts';
import { BASE, groomingPath, pathOf } from './paths.ts';
import {
  changeOf,
  findingOf,
  highestOf,
  type Link,
  listIn,
  missingOf,
  periodIn,
  type Said,
  said,
  type Traced,
  traced,
  unsaid,
  type YearLine,
  yearLines,
} from './said.ts';
import { figureWords } from './words.ts';

export interface PlacePage {
  title: string;
  place: string;
  sinceFirst: Said;
  sinceLast: Said;
  highest: readonly Said[];
  missing: Said;
  years: readonly YearLine[];
  spans: readonly { period: string; figure: Traced; note: string }[];
  /** places below this one, by the alphabet */
  below: readonly { name: string; href: string }[];
  above: { name: string; href: string } | null;
  sums: readonly Said[];
  csv: string;
  chart: string;
  briefing: string | null;
  /** every row of the series and beside it, and of sums */
  shown: readonly FigureRow[];
  /** the same force's page of the wider class */
  wider: Link | null;
}

export function placePage(library: Library, place: Place, language: Language): PlacePage {
  const words = figureWords[language];
  const series = library.series(place);
  const sums = sumsOf(library, place);
  const here = `${BASE}/places/${slugOf(place)}`;
  return {
    title: findingOf(series, nameOf(place), language),
    place: nameOf(place),
    sinceFirst: series.sinceFirst === null ? unsaid(words.first.none) : changeOf(series.sinceFirst, language),
    sinceLast: series.sinceLast === null ? unsaid(words.last.none) : changeOf(series.sinceLast, language),
    highest: highestOf(series, language),
    missing: missingOf(series, language),
    years: yearLines(series, language),
    spans: series.spans.map((row) => ({
      period: periodIn(row.period, language),
      figure: traced(row, language),
      note: row.note,
    })),
    below: belowOf(place).map((p) => ({ name: nameOf(p), href: inLanguage(pathOf(p), language) })),
    above: aboveOf(place, language),
    sums: sums.map((sum) => sumLine(sum, language)),
    shown: [...rowsIn(series), ...sums.flatMap(({ published, forces }) => [published, ...forces])],
    ...{ csv: `${here}.csv`, chart: inLanguage(`${here}.svg`, language) },
    briefing: place.force === null ? inLanguage(`${BASE}/briefings/${slugOf(place)}`, language) : null,
    wider: widerOf(library, place, language),
  };
}

const sumsOf = (library: Library, { region, force }: Place): readonly SumCheck[] =>
  force === null ? library.sums.filter((sum) => sum.region === region) : [];

function widerOf({ grooming }: Library, place: Place, language: Language): Link | null {
  if (grooming === null || place.force === null) return null;
  const known = grooming.bodies.some(({ force }) => force === place.force);
  const { link } = figureWords[language].grooming;
  return known
    ? { text: fill(link, { place: nameOf(place) }, language), href: inLanguage(groomingPath(place), language) }
    : null;
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

export function sumLine(check: SumCheck, language: Language): Said {
  const { sums } = figureWords[language];
  const { region, verdict, year, sum, published, forces } = check;
  const missing = check.missing.map((force) => nameOf({ region, force }));
  const numbers = { year, sum, total: published.offences ?? 0, missing: listIn(missing, language) };
  const words = verdict === 'agrees' && missing.length > 0 ? sums.agreesWithout : sums[verdict];
  return said(fill(words, numbers, language), [published, ...forces], language);
}
