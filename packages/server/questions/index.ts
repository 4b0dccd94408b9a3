export type { AskOptions } from './ask.ts';
export { questionRoutes } from './routes.ts';
