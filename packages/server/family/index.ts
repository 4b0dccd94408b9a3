/** Families: who may see what of which child, and the Family Centre that both sides see alike. */
export { keepFamilies, keepTellingGuardians } from './jobs.ts';
export { Looks } from './looks.ts';
export type { NameSource } from './names.ts';
export { openNames, readFamily } from './names-asked.ts';
export type { FamilyOptions } from './options.ts';
export { familyPages } from './pages/routes.ts';
export { guardianshipRoutes } from './routes.ts';
export { familyRoutes } from './routes-families.ts';
export { isWaiting, settingRows } from './settings.ts';
export { keepSweeping } from './sweep.ts';
export { UnsettledGuardians } from './unsettled.ts';
export { WaitingSettings } from './waiting.ts';
