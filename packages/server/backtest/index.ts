export { type Backtest, backtest, type Period } from './backtest.ts';
export { pageOf } from './page.ts';
export { type Report, reportOf } from './report.ts';
export { type BacktestRoutes, backtestRoutes } from './routes.ts';
