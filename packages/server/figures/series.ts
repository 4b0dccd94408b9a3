/** From rows to what can be said of a place: its years, what changed, what is missing, and whether sums agree. */
import { isYear, startOf, yearText } from './period.ts';
import type { FigureRow } from './rows.ts';

/** A country, a region's own total, or one police force. */
export interface Place {
  readonly region: string;
  /** null of a region's own published total */
  readonly force: string | null;
}

const isOf = ({ region, force }: Place, row: FigureRow): boolean => row.region === region && row.force === force;

export interface YearFigure {
  /** the calendar year in which it begins */
  readonly start: number;
  /** the row that holds; null where there is none for this year */
  readonly row: FigureRow | null;
  /** other rows of the same year, by when they were published: what was said before it was revised */
  readonly others: readonly FigureRow[];
}

/** A year that has a figure. */
export type FiguredYear = YearFigure & { row: FigureRow & { offences: number } };

export interface Change {
  readonly from: FiguredYear;
  readonly to: FiguredYear;
  readonly difference: number;
  /** percent of the earlier one; null where that is 0 */
  readonly percent: number | null;
}

export interface Series {
  readonly place: Place;
  /** every year from the first to the last that anybody published a figure for, none left out */
  readonly years: readonly YearFigure[];
  /** rows whose period is no year: shown beside the series, and never added to it */
  readonly spans: readonly FigureRow[];
  /** from the first year with a figure to the last; null with fewer than two */
  readonly sinceFirst: Change | null;
  /** to the last year with a figure from the one before it; null where that has none */
  readonly sinceLast: Change | null;
  /** the last year that has a figure, and the first of those with the largest */
  readonly latest: FiguredYear | null;
  readonly highest: FiguredYear | null;
}

/**
 * A place's series over the years from `first` to `last` (calendar years in which they begin). Of two rows for one year
 * the one that was published last holds; where one doesn't say when, it holds unless another says that it was revised.
 */
export function seriesOf(rows: readonly FigureRow[], place: Place, first: number, last: number): Series {
  const own = rows.filter((row) => isOf(place, row));
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, i): YearFigure => {
    return ofYear(own, place, first + i);
  });
  const figures = years.filter(hasFigure);
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
    highest: figures.reduce<FiguredYear | null>(
      (most, year) => (most === null || year.row.offences > most.row.offences ? year : most),
      null,
    ),
  };
}

/** What was published of a place for one year. */
export function ofYear(rows: readonly FigureRow[], place: Place, start: number): YearFigure {
  const of = rows.filter((row) => isOf(place, row) && isYear(row.period) && startOf(row.period) === start).sort(byAge);
  return { start, row: of.at(-1) ?? null, others: of.slice(0, -1) };
}

/** Blank rows say that nobody published anything: a figure goes before them, whenever it was published. */
function byAge(a: FigureRow, b: FigureRow): number {
  if ((a.offences === null) !== (b.offences === null)) return a.offences === null ? -1 : 1;
  const revised = Number(isRevised(b)) - Number(isRevised(a));
  if (revised !== 0) return revised;
  if (a.published !== null && b.published !== null && a.published !== b.published)
    return a.published < b.published ? -1 : 1;
  return a.line - b.line;
}

/** Its own note says that another figure came after it. */
const isRevised = ({ note }: FigureRow): boolean => /later vintage/i.test(note);

const hasFigure = (year: YearFigure): year is FiguredYear => year.row !== null && year.row.offences !== null;

function change(from: FiguredYear, to: FiguredYear): Change {
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
    for (const total of totals.years.filter(hasFigure)) {
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
export function yearsOf(rows: readonly FigureRow[]): { first: number; last: number } | null {
  const starts = rows.filter(({ period }) => isYear(period)).map(({ period }) => startOf(period));
  return starts.length === 0 ? null : { first: Math.min(...starts), last: Math.max(...starts) };
}
