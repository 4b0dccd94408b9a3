export { type ActName, isOffending, offendingActs } from './acts/acts.ts';
export { type DemoOptions, OPENING_EVENTS, town } from './demo/town.ts';
export type { Parameters } from './offenders/parameters.ts';
export { type OffenderType, typesIn } from './offenders/types.ts';
export { HISTORY_DAYS, ORDINARY_PLATFORM, type Platform, type Split, splits, type TownOptions } from './options.ts';
export type { Said } from './scenes/scene.ts';
export { createTown, type Town, type TownEvent } from './town.ts';
export type { AccountKind, Harm, HarmAct, OffenderTruth, Ruling, Target, Truth } from './truth/truth.ts';
export { type Utterance, utterances } from './utterances.ts';
