/** The figures that Kith shows: those that come with it, and those that the operator put beside them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coveredBy } from './places.ts';
import { type FigureRow, type ReadRows, readFigures, readShares, type ShareRow } from './rows.ts';
import { checkSums, type Place, type Series, type SumCheck, seriesOf, yearsOf } from './series.ts';

export interface Library {
  readonly rows: readonly FigureRow[];
  readonly shares: readonly ShareRow[];
  /** calendar years in which the first and the last year of any figure begin */
  readonly first: number;
  readonly last: number;
  readonly sums: readonly SumCheck[];
  series(place: Place): Series;
}

const DATA = join(import.meta.dirname, 'data');

function sound<R>(name: string, read: ReadRows<R>): readonly R[] {
  if (read.ok) return read.rows;
  throw new Error(
    `${name}: ${read.wrong.map(({ line, column, message }) => `${line} ${column} ${message}`).join('; ')}`,
  );
}

/** Reads what comes with Kith: 200 lines, once. */
export function openLibrary(): Library {
  const text = (name: string) => readFileSync(join(DATA, name), 'utf8');
  const rows = sound('police-figures.csv', readFigures(text('police-figures.csv')));
  const shares = sound('platform-shares.csv', readShares(text('platform-shares.csv')));
  const { first, last } = yearsOf(rows) ?? { first: 0, last: 0 };
  return {
    ...{ rows, shares, first, last },
    sums: checkSums(rows, coveredBy),
    series: (place) => seriesOf(rows, place, first, last),
  };
}
