export { cell as csvCell } from './csv.ts';
export { type NumbersOptions, numbersRoutes } from './routes.ts';
