/** What the pages of the wider class 88A say: quarters of the Home Office's tables, and the years that they make. */
import { fill, inLanguage, type Language } from '../../ground/pages/index.ts';
import { GROOMING_TOTAL, type Grooming, type GroomingYear } from '../grooming.ts';
import { QUARTERS } from '../imports/index.ts';
import { yearText } from '../period.ts';
import { nameOf, slug } from '../places.ts';
import type { Place, Series } from '../series.ts';
import { GROOMING, groomingPath } from './paths.ts';
import {
  changeOf,
  findingOf,
  highestOf,
  type Link,
  linkOf,
  missingOf,
  numberIn,
  type Said,
  said,
  unsaid,
  type YearLine,
  yearLines,
} from './said.ts';
import { figureWords } from './words.ts';

export interface GroomingPage {
  title: string;
  place: string;
  total: Said | null;
  sinceFirst: Said;
  sinceLast: Said;
  highest: readonly Said[];
  missing: Said;
  years: readonly YearLine[];
  /** four numbers a year, null where the tables have none */
  quarters: readonly { year: string; cells: readonly (string | null)[]; row: Link }[];
  bodies: readonly { name: string; href: string }[];
  above: { name: string; href: string } | null;
  csv: string;
  chart: string;
}

/** A body of the tables by what its address calls it; '' is all of them. */
export const bodyOf = ({ bodies }: Grooming, name: string): Place | null =>
  name === '' ? GROOMING_TOTAL : (bodies.find(({ force }) => slug(force ?? '') === name) ?? null);

export const bodyName = (place: Place, language: Language): string =>
  fill(figureWords[language].grooming.place, { place: nameOf(place) }, language);

export function groomingPage(grooming: Grooming, place: Place, language: Language): GroomingPage {
  const words = figureWords[language];
  const series = grooming.series(place);
  const isTotal = place.force === null;
  const here = groomingPath(place);
  const latest = series.latest?.row;
  const count =
    latest === undefined
      ? 0
      : grooming.years.filter(({ row }) => row.set === latest.set && row.period.text === latest.period.text).length;
  const total =
    isTotal && latest !== undefined
      ? said(fill(words.grooming.total, { count, year: latest.period.text }, language), [latest], language)
      : null;
  return {
    ...{ title: findingOf(series, bodyName(place, language), language), place: bodyName(place, language), total },
    sinceFirst: series.sinceFirst === null ? unsaid(words.first.none) : changeOf(series.sinceFirst, language),
    sinceLast: series.sinceLast === null ? unsaid(words.last.none) : changeOf(series.sinceLast, language),
    ...{ highest: highestOf(series, language), missing: missingOf(series, language) },
    years: yearLines(series, language),
    quarters: yearsOf(grooming, series).map((year) => ({
      year: yearText(year.year),
      cells: quartersOf(year).map((offences) => (offences === null ? null : numberIn(offences, language))),
      row: linkOf(year.row, language),
    })),
    bodies: isTotal
      ? grooming.bodies.map((body) => ({ name: nameOf(body), href: inLanguage(groomingPath(body), language) }))
      : [],
    above: isTotal ? null : { name: words.grooming.title, href: inLanguage(GROOMING, language) },
    ...{ csv: isTotal ? `${GROOMING}.csv` : `${here}.csv`, chart: inLanguage(`${here}.svg`, language) },
  };
}

/** The years of a body that hold, also those that lack a quarter. */
const yearsOf = (grooming: Grooming, { years }: Series<'88A'>): readonly GroomingYear[] =>
  years.flatMap(({ row }) => {
    const year = row === null ? null : grooming.of(row);
    return year === null ? [] : [year];
  });

const quartersOf = ({ quarters }: GroomingYear): readonly (number | null)[] =>
  Array.from({ length: QUARTERS }, (_, i) => quarters.find(({ quarter }) => quarter === i + 1)?.offences ?? null);

/** Every quarter of every release, with where it stands. @param place all bodies where it is the total */
export const groomingRows = (grooming: Grooming, place: Place): (string | number | null)[][] => [
  ['year', 'quarter', 'force', 'force as written', 'class', 'offences', 'published', 'source', 'file', 'sheet', 'row'],
  ...grooming.years
    .filter((year) => place.force === null || year.place.force === place.force)
    .flatMap(({ row, place: of, quarters }) => {
      const file = grooming.releases.find(({ name }) => name === row.set)?.file ?? '';
      return quarters.map(({ year, quarter, force, offences, sheet, row: line }) => [
        ...[yearText(year), quarter, of.force, force, row.offence, offences, row.published, row.source],
        ...[file, sheet, line],
      ]);
    }),
];
