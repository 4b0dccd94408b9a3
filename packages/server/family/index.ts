/** Families: who may see what of which child, and the Family Centre that both sides see alike. */
export { keepFamilies } from './jobs.ts';
export type { FamilyOptions } from './options.ts';
export { guardianshipRoutes } from './routes.ts';
export { keepSweeping } from './sweep.ts';
