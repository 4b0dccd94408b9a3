/** What people rule, what follows from it, and what affected people are told. */

export { caseOfRestriction } from './automatic.ts';
export type { CaseDoor } from './case-door.ts';
export { blankEnforcement, readMeasures } from './follow.ts';
export { releaseRefused } from './held.ts';
export { newId } from './ids.ts';
export { EnforcementJob, type JobOptions } from './job.ts';
export { overdueEnforcements } from './lists.ts';
export { gravityOf } from './measures.ts';
export { afterRulingRoutes, rulingRoutes } from './routes.ts';
export { teach } from './settle.ts';
export { lastStanding } from './standing.ts';
export { reviewHeldStatements } from './statements.ts';
export { dayIn, statementText } from './tell-person.ts';
export { turnedTo } from './turned-to.ts';
export { caseEnforcements, caseRulings, pseudonymsOf, viewEnforcements, viewRulings } from './views.ts';
