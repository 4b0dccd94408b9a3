/** Work that takes seconds, done in a thread beside decisions. */
export { inThread } from './thread.ts';
