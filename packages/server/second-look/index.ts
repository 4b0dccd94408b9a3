export { loadSecondLook, readSecondLook } from './file.ts';
export { type LookedAt, trainSecondLook } from './training/train.ts';
