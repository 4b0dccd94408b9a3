/** Risk assessments and records that a service must keep: drafts, signed versions, planned changes. */
export { assessmentsOf } from './options.ts';
export { assessmentRoutes } from './routes.ts';
