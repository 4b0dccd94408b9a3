/** Known material by its hashes: exactly, and by likeness. */
export { type Algorithm, EXACT, type ExactAlgorithm, isHex } from './hash-words.ts';
export { KnownHashes, type NearEntry } from './known-hashes.ts';
export { THRESHOLD_MAX } from './near-index.ts';
export { HASHES_MAX, type KnownHash } from './packs.ts';
export type { Parts } from './prepare-thread.ts';
