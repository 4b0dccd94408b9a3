/** Numbers as a table for spreadsheets: one fact a row. */
import type { Measured, NumbersView } from '@kith/contract';
import { csvOf } from '../ground/csv/index.ts';

const HEAD = ['section', 'queue', 'name', 'measure', 'value'] as const;
type Row = readonly [section: string, queue: string, name: string, measure: string, value: string | number | null];

export const toCsv = (view: NumbersView): string => csvOf([HEAD, ...rowsOf(view)]);

const measuredRows = (section: string, name: string, { of, count, share, target }: Measured): Row[] => [
  [section, '', name, 'of', of],
  [section, '', name, 'count', count],
  [section, '', name, 'share', share],
  [section, '', name, 'target', target],
];

function rowsOf({ from, until, time, accuracy, backlog, days, falseAlerts, falseAlertsByCohort }: NumbersView): Row[] {
  return [
    ['period', '', '', 'from', from],
    ['period', '', '', 'until', until],
    ...measuredRows('time', 'in time', time.inTime),
    ...time.bands.flatMap(({ queue, queueWords: _, band, ...numbers }) =>
      Object.entries(numbers).map(([measure, value]): Row => ['time', queue, band, measure, value]),
    ),
    ...measuredRows('accuracy', 'second looks that agreed', accuracy.agreed),
    ...measuredRows('accuracy', 'appeals upheld', accuracy.upheld),
    ['accuracy', '', 'appeals', 'open', accuracy.appealsOpen],
    ...backlog.flatMap(({ queue, queueWords: _, ages, ...numbers }): Row[] => [
      ...Object.entries(numbers).map(([measure, value]): Row => ['backlog', queue, '', measure, value]),
      ...ages.map(
        ({ upToHours, count }): Row => ['backlog', queue, `up to ${upToHours ?? 'any'} hours`, 'count', count],
      ),
    ]),
    ...days.flatMap(({ day, opened, decided }): Row[] => [
      ['days', '', day, 'opened', opened],
      ['days', '', day, 'decided', decided],
    ]),
    ...falseAlerts.flatMap(({ kind, name, words: _, ...numbers }) =>
      Object.entries(numbers).map(([measure, value]): Row => ['false alerts', kind, name, measure, value]),
    ),
    ...falseAlertsByCohort.flatMap(({ cohort, words: _, ...numbers }) =>
      Object.entries(numbers).map(([measure, value]): Row => ['false alerts by cohort', '', cohort, measure, value]),
    ),
  ];
}
