/** Why a file has no hashes of what it shows. */
import { BYTES_MAX, PIXELS_MAX } from './limits.ts';

/** For each reason, its words for whoever sent the file, or looks after Kith. */
export const FAILURES = {
  empty: 'the file is empty',
  too_many_bytes: `the file has more than ${BYTES_MAX / (1024 * 1024)} MB`,
  not_a_picture: 'the file is no JPEG, PNG, WebP, GIF or AVIF',
  mislabelled: 'the file is not of the kind that it is said to be',
  damaged: 'the picture is cut off or damaged',
  too_many_pixels: `the picture has more than ${PIXELS_MAX / 1e6} million pixels`,
  timed_out: 'reading the picture took too long, and was ended',
  out_of_memory: 'reading the picture took too much memory, and was ended',
  crashed: 'the process that read the picture has died of it',
  not_started: 'the process that reads pictures does not start',
  queue_full: 'too many pictures wait to be read',
  stopped: 'Kith is stopping',
} as const;

export type HashingFailure = keyof typeof FAILURES;

export const isHashingFailure = (code: string): code is HashingFailure => Object.hasOwn(FAILURES, code);

export class HashingError extends Error {
  override readonly name = 'HashingError';
  readonly code: HashingFailure;

  constructor(code: HashingFailure, cause?: unknown) {
    super(FAILURES[code], cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
