export { Kept } from './kept.ts';
export type { KeyFolder } from './keys/folder.ts';
export type { KeptMessage } from './open-rows.ts';
export { keptConversation, keptOf, type Looking } from './read.ts';
export { keysOf } from './settings.ts';
