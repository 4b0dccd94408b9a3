export { keepForgetting } from './forget.ts';
export { riskRoutes } from './routes.ts';
export { type RiskOptions, signalsOf, viewRisk } from './view.ts';
