export { loadSecondLook, readSecondLook, shippedSecondLookPath } from './file.ts';
export { type LookedAt, trainSecondLook } from './training/train.ts';
