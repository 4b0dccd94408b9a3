/** How much of what happened, day by day: counts that outlive the log and are checked against it while it lasts. */

export { type CountsChecked, countsChecked, noteChecked } from './checked.ts';
export { keepCheckingCounts } from './checking.ts';
export { byCodePoint } from './code-points.ts';
export { DAY_MS, dayName, dayOf } from './days.ts';
export { beginCounting, keepCountingDays } from './job.ts';
export { countLevels } from './levels.ts';
export {
  type CountedFrom,
  type CountName,
  countNames,
  type Dimension,
  HOURS,
  type HourBucket,
  inTotal,
  isCountName,
  keyOf,
  namesOf,
  partsOf,
} from './names.ts';
export { countedSince, countedThrough, firstCountedDay, openTime } from './progress.ts';
export { QuestionCounts } from './questions.ts';
export {
  type CountsAsked,
  type DayCount,
  type Period,
  type PeriodCount,
  readCounts,
  sumCounts,
} from './read.ts';
export { Tally } from './tally.ts';
export { PartialCounts } from './today.ts';
export { type CountDifference, type CountsVerified, verifyCounts } from './verify.ts';
