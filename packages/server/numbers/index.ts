export { type NumbersOptions, numbersRoutes } from './routes.ts';
