/**
 * Composes a report: the figures of every statistic, and which of them are withheld, given everything that was published before,
 * withdrawn or not: what was public once is known. Pure.
 */
import { z } from 'zod';
import type { ReportContent } from './content.ts';
import {
  contentOf,
  countOf,
  figuresOf,
  type MonthCount,
  monthOf,
  nothingOf,
  type StatisticFigures,
} from './figures.ts';
import { connected, hiddenSums } from './periods.ts';
import { SAME_TOTALS, type Statistic, statisticIds, statistics } from './statistics.ts';
import {
  type Figure,
  isSmall,
  type Part,
  type Protection,
  protect,
  type Solve,
  type System,
} from './suppression/index.ts';

/** What is kept of a publication beside its content, for later ones: its sums, and which were shown. Never published. */
export const keptSums = z.array(
  z.strictObject({
    id: z.enum(statisticIds),
    sums: z.array(z.strictObject({ parts: z.array(z.string()), value: z.int(), shown: z.boolean() })),
  }),
);
export type KeptSums = z.infer<typeof keptSums>;

export interface Earlier {
  months: readonly string[];
  sums: KeptSums;
}

export interface Composed {
  content: ReportContent;
  sums: KeptSums;
  /** of all statistics: numbers that are withheld, and those of them that are small themselves */
  withheld: number;
  small: number;
}

export interface ToCompose {
  months: readonly string[];
  counts: readonly MonthCount[];
  earlier: readonly Earlier[];
}

/** @param rowsMax rows of a table at most; where it is left out, by its months */
export function compose({ months, counts, earlier }: ToCompose, solve: Solve, rowsMax?: number): Composed {
  const all = statistics.map((statistic) => figuresOf(statistic, months, counts, rowsMax));
  const protections = new Map<Statistic, ReadonlySet<string>>();
  const nothing = new Set<Statistic>();
  let [withheld, small] = [0, 0];
  for (const group of groupsOf(all)) {
    const protection = protectTogether(group, months, counts, earlier, solve);
    withheld += protection.withheld.size;
    small += protection.primary;
    for (const { statistic } of group) {
      if (protection.nothing) nothing.add(statistic);
      const own = new Set<string>();
      for (const id of protection.withheld)
        if (id.startsWith(`${statistic.id}: `)) own.add(id.slice(statistic.id.length + 2));
      protections.set(statistic, own);
    }
  }
  const of = (statistic: Statistic): ReadonlySet<string> => protections.get(statistic) ?? new Set();
  return {
    content: {
      months: [...months],
      statistics: all.map((one) =>
        (nothing.has(one.statistic) ? nothingOf : contentOf)(one, months, of(one.statistic)),
      ),
    },
    sums: all.map(({ statistic, figures }) => ({
      id: statistic.id,
      // of what isn't even listed nobody knows anything
      sums: nothing.has(statistic)
        ? []
        : figures.map(({ id, parts, value }) => ({ parts: [...parts], value, shown: !of(statistic).has(id) })),
    })),
    ...{ withheld, small },
  };
}

/** Statistics that are protected together; every other one is a group of its own. */
function groupsOf(all: readonly StatisticFigures[]): StatisticFigures[][] {
  const pairOf = ({ statistic }: StatisticFigures) => SAME_TOTALS.find((pair) => pair.includes(statistic.id));
  const alone = all.filter((one) => pairOf(one) === undefined).map((one) => [one]);
  return [...alone, ...SAME_TOTALS.map((pair) => all.filter(({ statistic }) => pair.includes(statistic.id)))];
}

function protectTogether(
  group: readonly StatisticFigures[],
  months: readonly string[],
  counts: readonly MonthCount[],
  earlier: readonly Earlier[],
  solve: Solve,
): Protection {
  const named = (statistic: Statistic, figure: Figure): Figure => ({ ...figure, id: `${statistic.id}: ${figure.id}` });
  const figures = group.flatMap(({ statistic, figures: own }) => own.map((figure) => named(statistic, figure)));
  // what is told of months by no chain of reports that overlap says nothing of these
  const near = connected(months, earlier);
  const before = near.flatMap((one) =>
    one.sums.filter(({ id }) => group.some(({ statistic }) => statistic.id === id)).flatMap(({ sums }) => sums),
  );
  const between = hiddenSums(group, [months, ...near.map((one) => one.months)], counts, before);
  const parts = new Set([...figures, ...before, ...between].flatMap((sum) => sum.parts));
  const system: System = {
    parts: new Map([...parts].map((part) => [part, countOf(part)])),
    known: before.filter(({ shown }) => shown),
    some: before.filter(({ shown, value }) => !shown && value > 0),
    equal: equalOf(group, months),
    figures,
    hidden: [...before.filter(({ shown, value }) => !shown && isSmall(value)), ...between],
  };
  return protect(system, solve);
}

/** The months' totals of two statistics that count the same, where they are the same. */
function equalOf(group: readonly StatisticFigures[], months: readonly string[]): System['equal'] {
  const [one, other] = group;
  if (one === undefined || other === undefined) return [];
  const of = ({ figures }: StatisticFigures, month: string): Part[] =>
    (figures.find(({ id }) => id === 'all')?.parts ?? []).filter((part) => monthOf(part) === month);
  const sum = (parts: readonly Part[]): number => parts.reduce((total, part) => total + countOf(part), 0);
  return months.flatMap((month) => {
    const sides = [of(one, month), of(other, month)] as const;
    return sum(sides[0]) === sum(sides[1]) ? [sides] : [];
  });
}
