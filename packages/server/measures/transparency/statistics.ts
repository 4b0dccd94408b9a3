/** What a transparency report counts, as data: each statistic from one of the daily counts, so that nothing is counted twice. */
import type { CountName, Dimension } from '../counts/index.ts';

export const statisticIds = [
  'reports',
  'rulings',
  'actions',
  'second_looks',
  'appeals_filed',
  'appeals_decided',
  'referrals',
  'case_time',
  'report_time',
  'appeal_time',
] as const;
export type StatisticId = (typeof statisticIds)[number];

export interface Statistic {
  id: StatisticId;
  count: CountName;
  /** its key's parts, in order: as the count has them */
  dimensions: readonly Dimension[];
  /** what its rows are, by month; null where it has months alone */
  rows: Dimension | null;
  /** what it is told apart by besides, for the whole period */
  also: readonly Dimension[];
  /** whether each month is shown; of times only the period is */
  byMonth: boolean;
}

export const statistics: readonly Statistic[] = [
  {
    ...{ id: 'reports', count: 'reports_received', dimensions: ['category', 'source'], rows: 'category' },
    ...{ also: ['source'], byMonth: true },
  },
  {
    ...{ id: 'rulings', count: 'rulings', dimensions: ['kind', 'category', 'found'], rows: 'category' },
    ...{ also: ['kind', 'found'], byMonth: true },
  },
  {
    ...{ id: 'actions', count: 'enforcements_applied', dimensions: ['kind', 'source'], rows: 'kind' },
    ...{ also: ['source'], byMonth: true },
  },
  {
    ...{ id: 'second_looks', count: 'rulings_confirmed', dimensions: ['agreed'], rows: 'agreed' },
    ...{ also: [], byMonth: true },
  },
  { id: 'appeals_filed', count: 'appeals_filed', dimensions: [], rows: null, also: [], byMonth: true },
  {
    ...{ id: 'appeals_decided', count: 'appeals_decided', dimensions: ['outcome'], rows: 'outcome' },
    ...{ also: [], byMonth: true },
  },
  {
    ...{ id: 'referrals', count: 'referrals', dimensions: ['authority', 'priority'], rows: 'authority' },
    ...{ also: ['priority'], byMonth: true },
  },
  { id: 'case_time', count: 'case_time', dimensions: ['band', 'hours'], rows: 'hours', also: [], byMonth: false },
  { id: 'report_time', count: 'report_time', dimensions: ['hours'], rows: 'hours', also: [], byMonth: false },
  { id: 'appeal_time', count: 'appeal_time', dimensions: ['hours'], rows: 'hours', also: [], byMonth: false },
];

/** Statistics that count the same: whoever knows one total knows the other. They are protected together. */
export const SAME_TOTALS: readonly (readonly [StatisticId, StatisticId])[] = [['appeals_decided', 'appeal_time']];
