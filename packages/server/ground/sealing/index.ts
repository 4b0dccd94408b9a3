export { caseKey, destroyKey } from './case-key.ts';
export { KeepError } from './errors.ts';
export { codeOf, syncFolder } from './files.ts';
export { dayOf, daysIn, dayText, type Key, KeyFolder, type KeyName, nameOf } from './folder.ts';
export type { MasterSettings } from './master.ts';
export { KEY_BYTES, seal, unseal } from './seal.ts';
export { type Turned, turnKeys } from './turn.ts';
