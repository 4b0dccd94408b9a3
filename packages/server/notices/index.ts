export { type CountingOptions, keepCounting } from './counting.ts';
export { noticeNumbersRoutes } from './routes.ts';
