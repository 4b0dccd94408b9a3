/** Ofcom's measures: which there are, which apply to a service and why, how each stands, and what a new version of a code changes. */

export { answersFrom, questionsAsYaml } from './answers.ts';
export { type Applies, applicability, NO_ANSWERS, type Reason } from './applies.ts';
export { assessmentRoutes, assessmentsOf } from './assessments/index.ts';
export {
  type CalendarSettings,
  calendarInUse,
  calendarLevels,
  calendarOf,
  calendarRoutes,
  checkOf,
  feedOf,
  readCalendar,
  titleOf,
  viewCalendar,
} from './calendar/index.ts';
export {
  beginCounting,
  type CountName,
  type CountsVerified,
  countLevels,
  countNames,
  countsChecked,
  dayName,
  dayOf,
  keepCheckingCounts,
  keepCountingDays,
  noteChecked,
  PartialCounts,
  QuestionCounts,
  Tally,
  verifyCounts,
} from './counts/index.ts';
export { type CodeInUse, readOwn } from './own-folder.ts';
export { reasonLines } from './reason.ts';
export { recordOf, recordRoutes } from './record/index.ts';
export { type Measure, RegistryError, readQuestions } from './registry.ts';
export { RegistryInUse } from './registry-in-use.ts';
export { noteRegistry } from './registry-kept.ts';
export { measureRoutes } from './routes.ts';
export { compareWith, type Service, viewMeasures } from './service.ts';
export { setupNow } from './setup-now.ts';
export {
  draftOf,
  listPublications,
  publicTotal,
  publishReport,
  reportedCounts,
  sayStatistics,
  standingReports,
  transparencyPages,
  transparencyRoutes,
  withdraw,
} from './transparency/index.ts';
