/** Transparency reports: what is published of a period, and never how few people a number was of. */
export { type Draft, draftOf } from './draft.ts';
export { transparencyPages } from './pages/routes.ts';
export { sayStatistics } from './pages/said.ts';
export { publicTotal, reportedCounts } from './public-totals.ts';
export { listPublications, standingReports, withdraw } from './publications.ts';
export { publishReport } from './publish.ts';
export { transparencyRoutes } from './routes.ts';
