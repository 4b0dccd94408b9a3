export type { AskOptions } from './ask.ts';
export { questionRoutes } from './routes.ts';
export { viewAccount } from './views.ts';
