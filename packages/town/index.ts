export { OPENING_EVENTS, type TownOptions, town } from './town.ts';
export type { Answer } from './world.ts';
