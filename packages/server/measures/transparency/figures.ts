/** From counts by month to the figures of a statistic: every cell, row, month and total, each with the counts that it adds up. */
import { type CountName, partsOf } from '../counts/index.ts';
import { rowsMaxOf, type StatisticContent } from './content.ts';
import type { Statistic } from './statistics.ts';
import type { Figure, Part } from './suppression/index.ts';

/** A count of one month; `key` tells it apart. */
export interface MonthCount {
  name: CountName;
  month: string;
  key: string;
  n: number;
}

/** A count that was corrected since is another part: what was published of it before says nothing of it now. */
const partOf = ({ name, month, key, n }: MonthCount): Part => `${month} ${name} ${key}=${n}`;
export const countOf = (part: Part): number => Number(part.slice(part.lastIndexOf('=') + 1));
export const monthOf = (part: Part): string => part.slice(0, part.indexOf(' '));

/** What a reader loses with a figure: sums of many say most. */
const WEIGHTS = { cell: 1, also: 10, row: 12, month: 12, all: 200 } as const;

/**
 * The names of a figure: `all`, `month 2026-03`, `row grooming`, `cell 2026-03 grooming`, `also source user`; of the rows that stand
 * together `others`, `others 2026-03`, `others by source`.
 */
export const figureId = {
  all: 'all',
  month: (month: string) => `month ${month}`,
  row: (key: string | null) => (key === null ? 'others' : `row ${key}`),
  cell: (month: string, key: string | null) => (key === null ? `others ${month}` : `cell ${month} ${key}`),
  also: (by: string, key: string | null) => (key === null ? `others by ${by}` : `also ${by} ${key}`),
} as const;

export interface StatisticFigures {
  statistic: Statistic;
  figures: Figure[];
}

/** @param rowsMax what is more than so many rows is one, with the key null */
export function figuresOf(
  statistic: Statistic,
  months: readonly string[],
  all: readonly MonthCount[],
  rowsMax: number = rowsMaxOf(statistic.byMonth ? months.length : 1),
): StatisticFigures {
  const counts = all.filter(({ name, month, n }) => name === statistic.count && months.includes(month) && n > 0);
  const figure = (id: string, weight: number, of: readonly MonthCount[]): Figure => ({
    ...{ id, weight, parts: of.map(partOf), value: of.reduce((sum, { n }) => sum + n, 0) },
  });
  const { rows, also, byMonth } = statistic;
  const keyed = (by: string) =>
    folded(
      grouped(counts, (count) => keyPart(statistic, count, by)),
      rowsMax,
    );
  const figures = [figure(figureId.all, WEIGHTS.all, counts)];
  if (byMonth)
    for (const month of months)
      figures.push(
        figure(
          figureId.month(month),
          WEIGHTS.month,
          counts.filter((c) => c.month === month),
        ),
      );
  for (const [key, of] of rows === null ? [] : keyed(rows)) {
    figures.push(figure(figureId.row(key), WEIGHTS.row, of));
    if (byMonth)
      for (const month of months)
        figures.push(
          figure(
            figureId.cell(month, key),
            WEIGHTS.cell,
            of.filter((c) => c.month === month),
          ),
        );
  }
  for (const by of also)
    for (const [key, of] of keyed(by)) figures.push(figure(figureId.also(by, key), WEIGHTS.also, of));
  return { statistic, figures };
}

function keyPart({ dimensions }: Statistic, { key }: MonthCount, by: string): string {
  const parts = partsOf(key);
  return parts[dimensions.map(String).indexOf(by)] ?? '';
}

function grouped(counts: readonly MonthCount[], by: (count: MonthCount) => string): [string, MonthCount[]][] {
  const groups = new Map<string, MonthCount[]>();
  for (const count of counts) {
    const key = by(count);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [count]);
    else group.push(count);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The first rows by their names, and one of all further ones. Never the largest: that a row is larger than those that aren't listed
 * would say something of both.
 */
function folded(
  groups: readonly [string, MonthCount[]][],
  rowsMax: number,
): readonly (readonly [string | null, readonly MonthCount[]])[] {
  if (groups.length <= rowsMax) return groups;
  const others = groups.slice(rowsMax - 1).flatMap(([, of]) => of);
  return [...groups.slice(0, rowsMax - 1), [null, others]];
}

/** What is published of a statistic: its figures, but those that are withheld. */
export function contentOf(
  { statistic, figures }: StatisticFigures,
  months: readonly string[],
  withheld: ReadonlySet<string>,
): StatisticContent {
  const values = new Map(figures.map(({ id, value }) => [id, withheld.has(id) ? null : value]));
  const shown = (id: string): number | null => values.get(id) ?? (withheld.has(id) ? null : 0);
  const keysOf = (prefix: string, others: string): (string | null)[] => [
    ...figures.flatMap(({ id }) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : [])),
    ...(values.has(others) ? [null] : []),
  ];
  const each = statistic.byMonth ? months : [];
  return {
    id: statistic.id,
    total: shown(figureId.all),
    months: each.map((month) => shown(figureId.month(month))),
    rows: keysOf('row ', figureId.row(null)).map((key) => ({
      ...{ key, total: shown(figureId.row(key)), months: each.map((month) => shown(figureId.cell(month, key))) },
    })),
    also: statistic.also.map((by) => ({
      by,
      rows: keysOf(`also ${by} `, figureId.also(by, null)).map((key) => ({
        key,
        total: shown(figureId.also(by, key)),
      })),
    })),
  };
}

/** What is published where not even rows may be listed: that nothing is said. */
export const nothingOf = ({ statistic }: StatisticFigures, months: readonly string[]): StatisticContent => ({
  ...{ id: statistic.id, total: null, months: (statistic.byMonth ? months : []).map(() => null), rows: [] },
  also: statistic.also.map((by) => ({ by, rows: [] })),
});
