/** Sentences and numbers of pages, each with the way to the rows that it is of. */
import { fill, type Language } from '../../ground/pages/index.ts';
import { isYear, type Period, yearText } from '../period.ts';
import type { FigureRow, Offence } from '../rows.ts';
import type { Change, Series } from '../series.ts';
import { rowPath } from './paths.ts';
import { figureWords } from './words.ts';

export interface Link {
  text: string;
  href: string;
}

/** A number with the way to its row. */
export interface Traced {
  text: string;
  row: Link;
}

/** A sentence with the ways to the rows that its numbers are of. */
export interface Said {
  text: string;
  rows: readonly Link[];
}

export const numberIn = (value: number, language: Language): string => value.toLocaleString(language);
export const percentIn = (value: number, language: Language): string => `${numberIn(value, language)} %`;

export function linkOf<O extends Offence>(row: FigureRow<O>, language: Language): Link {
  const { table } = figureWords[language];
  const line = String(row.line);
  return {
    text:
      row.offence === '71/17'
        ? fill(table.row, { line }, language)
        : fill(table.rows, { sheet: row.period.text.replace('/', '_'), line }, language),
    href: rowPath(row, language),
  };
}

/** What stands where there is no number: of what was gathered, or of tables that were imported whole. */
export const noneOf = (offence: Offence, language: Language): string =>
  offence === '88A' ? figureWords[language].grooming.missing : figureWords[language].table.missing;

export const traced = <O extends Offence>(row: FigureRow<O>, language: Language): Traced => ({
  text: row.offences === null ? noneOf(row.offence, language) : numberIn(row.offences, language),
  row: linkOf(row, language),
});

/** A sentence of rows: the same row is named once. */
export function said<O extends Offence>(text: string, rows: readonly FigureRow<O>[], language: Language): Said {
  return { text, rows: [...new Set(rows)].map((row) => linkOf(row, language)) };
}
export const unsaid = (text: string): Said => ({ text, rows: [] });

export const listIn = (names: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'conjunction' })
    .format(names)
    // Welsh has "ac" before a vowel, and Intl leaves that to whoever reads
    .replaceAll(/a\(c\) (?=[aeiouwy])/gi, 'ac ')
    .replaceAll('a(c) ', 'a ');

/** A period as people write it: 2023/24, 2017/18 to 2022/23, April 2017 to September 2018. */
export function periodIn(period: Period, language: Language): string {
  if (isYear(period)) return period.text;
  const parts = period.text.split('..');
  const name = (part: string): string => {
    const single = MONTH.exec(part);
    return single === null ? part : monthNames[language].format(new Date(Number(single[1]), Number(single[2]) - 1));
  };
  const [from = '', to = from] = parts.map(name);
  return from === to ? from : fill(figureWords[language].span, { from, to }, language);
}
const MONTH = /^(\d{4})-(\d{2})$/;
const monthName = (language: Language) => new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' });
const monthNames: Readonly<Record<Language, Intl.DateTimeFormat>> = { en: monthName('en'), cy: monthName('cy') };

/** The finding, in about ten words: where it began, its height where that lies between, where it is now. */
export function findingOf<O extends Offence>(series: Series<O>, place: string, language: Language): string {
  const { finding } = figureWords[language];
  const { latest, highest, sinceFirst } = series;
  if (latest === null || highest === null) return fill(finding.none, { place }, language);
  const to = { place, to: latest.row.offences, toYear: yearText(latest.start) };
  if (sinceFirst === null) return fill(finding.one, to, language);
  const { from, difference } = sinceFirst;
  const numbers = {
    ...{ ...to, from: from.row.offences, fromYear: yearText(from.start) },
    ...{ high: highest.row.offences, highYear: yearText(highest.start) },
  };
  // two ends alone would leave out that it fell since
  if (highest !== latest && highest !== from) return fill(finding.peak, numbers, language);
  if (difference === 0) return fill(finding.same, numbers, language);
  return fill(difference > 0 ? finding.up : finding.down, numbers, language);
}

const timesOf = (from: number, to: number): string =>
  from > 0 && to > 3 * from ? 'thrice' : from > 0 && to > 2 * from ? 'twice' : 'other';

/** Places after the point, at most: of counts of at most a million none needs more. */
const PERCENT_PLACES_MAX = 6;

/**
 * A percent in as few places as agree with the words beside it: 100.4 rounded to 100 would deny "more than twice", and 0.3
 * rounded to 0 that anything changed.
 */
function percentSaid(percent: number, language: Language): string {
  const turns = [0, 100, 200];
  for (let places = 0; ; places++) {
    const rounded = Number(percent.toFixed(places));
    if (places < PERCENT_PLACES_MAX && rounded !== percent && turns.includes(rounded)) continue;
    return rounded.toLocaleString(language, { maximumFractionDigits: PERCENT_PLACES_MAX });
  }
}

export function changeOf<O extends Offence>(change: Change<O>, language: Language): Said {
  const { from, to, difference, percent } = change;
  const { since } = figureWords[language];
  const numbers = {
    ...{ from: from.row.offences, to: to.row.offences, fromYear: yearText(from.start), toYear: yearText(to.start) },
    difference: Math.abs(difference),
    percent: percentSaid(Math.abs(percent ?? 0), language),
    times: timesOf(from.row.offences, to.row.offences),
  };
  const words = difference === 0 ? since.same : percent === null ? since.zero : difference > 0 ? since.up : since.down;
  return said(fill(words, numbers, language), [from.row, to.row], language);
}

/** The highest year, and what came after it: the two things that one comparison of ends leaves out. */
export function highestOf<O extends Offence>(series: Series<O>, language: Language): readonly Said[] {
  const { highest, latest, sinceFirst } = series;
  const words = figureWords[language];
  if (highest === null || latest === null || sinceFirst === null) return [];
  const { from } = sinceFirst;
  const numbers = {
    ...{ count: highest.row.offences, year: yearText(highest.start), firstYear: yearText(from.start) },
    ...{ times: timesOf(from.row.offences, highest.row.offences), toYear: yearText(latest.start) },
    difference: highest.row.offences - latest.row.offences,
  };
  const most = said(fill(words.highest, numbers, language), [highest.row, from.row], language);
  if (highest === latest) return [most];
  return [most, said(fill(words.since_highest, numbers, language), [highest.row, latest.row], language)];
}

/** Which years have no figure: said, so that nobody takes a gap for none recorded. */
export function missingOf<O extends Offence>({ years }: Series<O>, language: Language): Said {
  const { missing } = figureWords[language];
  const without = years.filter(({ row }) => row === null || row.offences === null);
  if (without.length === 0) return unsaid(missing.none);
  const names = listIn(
    without.map(({ start }) => yearText(start)),
    language,
  );
  // a row that says that there is none is a source, too
  const blank = without.flatMap(({ row }) => (row === null ? [] : [row]));
  return said(fill(missing.years, { years: names }, language), blank, language);
}

export interface YearLine {
  year: string;
  /** null where no row is of it */
  figure: Traced | null;
  /** why there is none, where a row says so */
  note: string;
  /** what was published before and revised */
  revised: readonly Said[];
}

export function yearLines<O extends Offence>({ years }: Series<O>, language: Language): readonly YearLine[] {
  const { table } = figureWords[language];
  return years.map(({ start, row, others }) => ({
    year: yearText(start),
    figure: row === null ? null : traced(row, language),
    note: row?.note ?? '',
    revised: others.map((other) => {
      const words = other.offences === null ? table.blankBefore : table.revised;
      return said(fill(words, { count: other.offences ?? 0 }, language), [other], language);
    }),
  }));
}
