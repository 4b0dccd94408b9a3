/** Objections of affected people, and those who judge them. */
export { type AppealPagesOptions, appealPages } from './pages/routes.ts';
export { appealRoutes } from './routes.ts';
