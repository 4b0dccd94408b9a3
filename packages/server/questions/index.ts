export type { AskOptions } from './ask.ts';
export { questionRoutes } from './routes.ts';
export { viewAccount, viewContact } from './views.ts';
