export { HOLD_WHY_LENGTH_MAX, holdCase } from './hold.ts';
export { Kept } from './kept.ts';
export { daysIn, type KeyFolder } from './keys/folder.ts';
export type { KeptItem } from './kinds.ts';
export type { KeptMessage } from './open-rows.ts';
export { keptConversation, keptOf, type Looking } from './read.ts';
export { seal, unseal } from './seal.ts';
export { keysOf } from './settings.ts';
export { type KeptStatus, keptStatus, keptStatusOf, type StatusOptions } from './status.ts';
