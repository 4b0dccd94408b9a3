/**
 * Class 88A, "Sexual grooming", from the Home Office's tables: from quarters of forces to years. Wider than the offence that
 * the other figures are of, so its rows have a type of their own.
 */
import { type ImportOf, QUARTERS, type QuarterRow } from './imports/index.ts';
import { readPeriod, yearText } from './period.ts';
import { compare, forceOf, nameOf } from './places.ts';
import type { FigureRow } from './rows.ts';
import { type Place, type Series, seriesOf, yearsOf } from './series.ts';

/** The total of all bodies of the tables, which we add up: the tables have none of their own. */
export const GROOMING_TOTAL: Place = { region: 'England and Wales', force: null };

/** What one body recorded in one year, quarter by quarter, as one release has it. */
export interface GroomingYear {
  readonly row: FigureRow<'88A'>;
  readonly place: Place;
  readonly year: number;
  readonly quarters: readonly QuarterRow[];
}

export interface Grooming {
  readonly releases: readonly ImportOf<'home-office'>[];
  readonly years: readonly GroomingYear[];
  /** every body of the tables, by the alphabet */
  readonly bodies: readonly Place[];
  readonly first: number;
  readonly last: number;
  series(place: Place): Series<'88A'>;
  /** the quarters behind a row of a body */
  of(row: FigureRow<'88A'>): GroomingYear | null;
}

/** Null where no table was imported. @param releases those first that were published first */
export function openGrooming(releases: readonly ImportOf<'home-office'>[]): Grooming | null {
  const years = releases.flatMap(yearsOfRelease);
  const rows = [...years.map(({ row }) => row), ...releases.flatMap((release) => totalsOf(release, years))];
  const span = yearsOf(rows);
  if (span === null) return null;
  const bodies = [...new Map(years.map(({ place }) => [place.force, place])).values()];
  bodies.sort((a, b) => compare(nameOf(a), nameOf(b)));
  const byRow = new Map(years.map((year) => [year.row, year]));
  return {
    ...{ releases, years, bodies, ...span },
    series: (place) => seriesOf(rows, place, span.first, span.last),
    of: (row) => byRow.get(row) ?? null,
  };
}

function yearsOfRelease(release: ImportOf<'home-office'>): GroomingYear[] {
  return [...Map.groupBy(release.quarters, ({ year, force }) => `${year} ${force}`).values()].map((group) => {
    const quarters = group.sort((a, b) => a.quarter - b.quarter);
    const [first] = quarters;
    const place = forceOf(first.force);
    const row = rowOf(release, first.year, place, first.row, quarters.length < QUARTERS ? null : sumOf(quarters));
    return { row, place, year: first.year, quarters };
  });
}

const sumOf = (quarters: readonly QuarterRow[]): number => quarters.reduce((all, { offences }) => all + offences, 0);

/** A year of which a quarter is missing is no year: its quarters are shown, and it is in no series. */
function rowOf(
  { name, source, published }: ImportOf<'home-office'>,
  year: number,
  { region, force }: Place,
  line: number,
  offences: number | null,
): FigureRow<'88A'> {
  const period = readPeriod(yearText(year));
  if (period === null) throw new Error(`${year} is no year`);
  return { ...{ offence: '88A', set: name, line, period, region, force, offences, source, published }, note: '' };
}

/** The sum of all bodies of a release, of years of which all have every quarter. */
function totalsOf(release: ImportOf<'home-office'>, years: readonly GroomingYear[]): FigureRow<'88A'>[] {
  const own = years.filter(({ row }) => row.set === release.name);
  return [...Map.groupBy(own, ({ year }) => String(year)).values()].map((of) => {
    const whole = of.every(({ row }) => row.offences !== null);
    const sum = whole ? of.reduce((all, { row }) => all + (row.offences ?? 0), 0) : null;
    return rowOf(release, of[0].year, GROOMING_TOTAL, of[0].row.line, sum);
  });
}
