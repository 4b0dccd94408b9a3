/** How much of what happened, day by day: counts that outlive the log and are checked against it while it lasts. */

export { dayName, dayOf } from './days.ts';
export {
  type CountedFrom,
  type CountName,
  countNames,
  type Dimension,
  HOURS,
  type HourBucket,
  isCountName,
  keyOf,
  partsOf,
} from './names.ts';
export { countedThrough } from './progress.ts';
export {
  type CountsAsked,
  type DayCount,
  type Period,
  type PeriodCount,
  readCounts,
  sumCounts,
} from './read.ts';
