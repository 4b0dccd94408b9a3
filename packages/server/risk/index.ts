export { keepForgetting } from './forget.ts';
export { riskRoutes } from './routes.ts';
