/** Hashes of pictures: exactly, and by what they show. Decoders run in processes of their own. */
export { type ExactHashes, exactHashesOf } from './exact.ts';
export { HashingError, type HashingFailure } from './failure.ts';
export type { HashedFrame, HashedPicture } from './hashed.ts';
export { PictureHasher } from './hasher.ts';
