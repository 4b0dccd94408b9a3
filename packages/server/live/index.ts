export { type LiveRoutes, liveRoutes } from './routes.ts';
