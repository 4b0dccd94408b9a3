export { type AskOptions, ask } from './ask.ts';
export { questionRoutes } from './routes.ts';
