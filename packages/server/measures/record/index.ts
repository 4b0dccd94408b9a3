/** The record of a service on a past day. */
export { recordOf } from './record.ts';
export { recordRoutes } from './routes.ts';
