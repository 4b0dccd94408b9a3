export { sessionRoutes } from './session.ts';
