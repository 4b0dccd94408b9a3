/** From rows to what can be said of a place: its years, what changed, what is missing, and whether sums agree. */
import { isYear, startOf, yearText } from './period.ts';
import type { FigureRow, Offence } from './rows.ts';

/** A country, a region's own total, or one police force. */
export interface Place {
  readonly region: string;
  /** null of a region's own published total */
  readonly force: string | null;
}

/** Whether a row is of a place itself, not of one in it. */
export const isOf = ({ region, force }: Place, row: Pick<FigureRow, 'region' | 'force'>): boolean =>
  row.region === region && row.force === force;

export interface YearFigure<O extends Offence = '71/17'> {
  /** the calendar year in which it begins */
  readonly start: number;
  /** the row that holds; null where there is none for this year */
  readonly row: FigureRow<O> | null;
  /** other rows of the same year, by when they were published: what was said before it was revised */
  readonly others: readonly FigureRow<O>[];
}

/** A year that has a figure. */
export type FiguredYear<O extends Offence = '71/17'> = YearFigure<O> & { row: FigureRow<O> & { offences: number } };

export interface Change<O extends Offence = '71/17'> {
  readonly from: FiguredYear<O>;
  readonly to: FiguredYear<O>;
  readonly difference: number;
  /** percent of the earlier one; null where that is 0 */
  readonly percent: number | null;
}

export interface Series<O extends Offence = '71/17'> {
  readonly place: Place;
  /** every year from the first to the last that is asked for, none left out */
  readonly years: readonly YearFigure<O>[];
  /** rows whose period is no year: shown beside the series, and never added to it */
  readonly spans: readonly FigureRow<O>[];
  /** from the first year with a figure to the last; null with fewer than two */
  readonly sinceFirst: Change<O> | null;
  /** to the last year with a figure from the one before it; null where that has none */
  readonly sinceLast: Change<O> | null;
  /** the last year that has a figure, and the first of those with the largest */
  readonly latest: FiguredYear<O> | null;
  readonly highest: FiguredYear<O> | null;
}

/**
 * A place's series over the years from `first` to `last` (calendar years in which they begin). Of two rows for one year
 * the one that was published last holds, and of two that say the same of that, the one that stands further down: what an
 * operator imported stands below what comes with Kith.
 * @throws where rows of two offences are given
 */
export function seriesOf<O extends Offence>(
  rows: readonly FigureRow<O>[],
  place: Place,
  first: number,
  last: number,
): Series<O> {
  const own = rows.filter((row) => isOf(place, row));
  if (new Set(own.map(({ offence }) => offence)).size > 1) throw new Error('two offences are never in one series');
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, i): YearFigure<O> => {
    return ofYear(own, place, first + i);
  });
  const figures = years.filter(hasFigure<O>);
  const [earliest] = figures;
  const latest = figures.at(-1);
  const before = latest && figures.find(({ start }) => start === latest.start - 1);
  return {
    place,
    years,
    spans: own.filter(({ period }) => !isYear(period)),
    sinceFirst: earliest && latest && earliest !== latest ? change(earliest, latest) : null,
    sinceLast: before && latest ? change(before, latest) : null,
    latest: latest ?? null,
    highest: figures.reduce<FiguredYear<O> | null>(
      (most, year) => (most === null || year.row.offences > most.row.offences ? year : most),
      null,
    ),
  };
}

/** Every row that a series shows: what holds, what was said before, and periods that are no year. */
export const rowsIn = <O extends Offence>({ years, spans }: Series<O>): readonly FigureRow<O>[] => [
  ...years.flatMap(({ row, others }) => (row === null ? others : [row, ...others])),
  ...spans,
];

/** What was published of a place for one year. */
export function ofYear<O extends Offence>(rows: readonly FigureRow<O>[], place: Place, start: number): YearFigure<O> {
  const of = rows.filter((row) => isOf(place, row) && isYear(row.period) && startOf(row.period) === start).sort(byAge);
  return { start, row: of.at(-1) ?? null, others: of.slice(0, -1) };
}

/** Blank rows say that there is none: a figure goes before them, whenever it was published. */
function byAge<O extends Offence>(a: FigureRow<O>, b: FigureRow<O>): number {
  if ((a.offences === null) !== (b.offences === null)) return a.offences === null ? -1 : 1;
  const revised = Number(isRevised(b)) - Number(isRevised(a));
  if (revised !== 0) return revised;
  // who doesn't say when goes before who does; sorting leaves the rest as they stand
  const [before, after] = [a.published ?? '', b.published ?? ''];
  return before === after ? 0 : before < after ? -1 : 1;
}

/** Its own note says that another figure came after it. */
const isRevised = ({ note }: { note: string }): boolean => /later vintage/i.test(note);

const hasFigure = <O extends Offence>(year: YearFigure<O>): year is FiguredYear<O> =>
  year.row !== null && year.row.offences !== null;

function change<O extends Offence>(from: FiguredYear<O>, to: FiguredYear<O>): Change<O> {
  const difference = to.row.offences - from.row.offences;
  return { from, to, difference, percent: from.row.offences === 0 ? null : (100 * difference) / from.row.offences };
}

export interface SumCheck {
  readonly region: string;
  readonly year: string;
  readonly published: FigureRow;
  readonly forces: readonly FigureRow[];
  /** forces of the region that have no figure for the year */
  readonly missing: readonly string[];
  readonly sum: number;
  /** `agrees` and `differs` only where every force that the total is said to cover has a figure; else nothing can be said */
  readonly verdict: 'agrees' | 'differs' | 'incomplete';
}

/**
 * Holds every region's published total against the sum of its forces. @param covered which forces a region's total is of,
 * as its source says: a region of this name may leave one out (the South East's, Thames Valley)
 */
export function checkSums(
  rows: readonly FigureRow[],
  covered: (region: string) => readonly string[],
): readonly SumCheck[] {
  const checks: SumCheck[] = [];
  const years = yearsOf(rows);
  if (years === null) return checks;
  for (const region of new Set(rows.map((row) => row.region))) {
    const forces = covered(region);
    if (forces.length === 0) continue;
    const totals = seriesOf(rows, { region, force: null }, years.first, years.last);
    for (const total of totals.years.filter(hasFigure<'71/17'>)) {
      const found = forces.map((force) => {
        return { force, row: ofYear(rows, { region, force }, total.start).row };
      });
      const known = found.flatMap(({ row }) => (row !== null && row.offences !== null ? [row] : []));
      // a blank of a force that the source names beside the total is one that sent nothing: the total goes without it
      const missing = found.filter(({ row }) => row === null || row.offences === null).map(({ force }) => force);
      if (known.length === 0) continue;
      const sum = known.reduce((all, { offences }) => all + (offences ?? 0), 0);
      const differs = sum === total.row.offences ? 'agrees' : missing.length > 0 ? 'incomplete' : 'differs';
      checks.push({
        ...{ region, year: yearText(total.start), published: total.row, forces: known, missing, sum },
        verdict: differs,
      });
    }
  }
  return checks;
}

/** The first and the last year that anything is for, by the calendar year in which they begin. */
export function yearsOf(rows: readonly Pick<FigureRow, 'period'>[]): { first: number; last: number } | null {
  const starts = rows.filter(({ period }) => isYear(period)).map(({ period }) => startOf(period));
  return starts.length === 0 ? null : { first: Math.min(...starts), last: Math.max(...starts) };
}
