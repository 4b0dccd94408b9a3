/** The deep look: a slower model for the few most suspicious messages, beside the way of decisions. */
export type { DeepLookState } from './figures.ts';
export { type LookFailure, lookFailures } from './looker.ts';
export { openDeepLook, readDeepLook, readToken } from './open.ts';
