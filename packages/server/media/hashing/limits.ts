/** What a picture may be, and what it may take to read it. */

/** The largest file, bytes: a picture of 50 megapixels as telephones store it. */
export const BYTES_MAX = 32 * 1024 * 1024;
/** Pixels of the largest picture: telephones' largest usual ones have 50 million; each may take a dozen bytes meanwhile. */
export const PIXELS_MAX = 64_000_000;
/** Frames of an animation that are hashed, evenly spread from the first to the last: enough to meet each scene of a short one. */
export const FRAMES_MAX = 16;
/** How long one file may take, milliseconds: twenty times what the largest took on a slow core. */
export const TIME_MAX_MS = 10_000;
/** Resident memory of the process that reads, MB, Node's own 80 among it. Past it the process ends itself, whatever it reads. */
export const MEMORY_MAX_MB = 1_024;
/** A process that holds more than this after a file, MB, is replaced: memory that was lost piece by piece is so given back. */
export const MEMORY_KEPT_MAX_MB = 512;
/** JavaScript's own part of that memory, MB: a picture's bytes and its shrunk frames, a few MB each. */
export const HEAP_MAX_MB = 256;
/** Files that wait at most: more than are read in TIME_MAX_MS would be answered too late to be of use. */
export const QUEUE_FILES_MAX = 256;
/** Bytes of the files that wait, at most. */
export const QUEUE_BYTES_MAX = 256 * 1024 * 1024;
/** How long a process may take to start, milliseconds. */
export const START_MAX_MS = 30_000;

/** Those that an installation, or a test, may set lower. */
export interface HashingLimits {
  timeMax_ms: number;
  memoryMax_MB: number;
  queueFilesMax: number;
}

export const LIMITS: HashingLimits = {
  timeMax_ms: TIME_MAX_MS,
  memoryMax_MB: MEMORY_MAX_MB,
  queueFilesMax: QUEUE_FILES_MAX,
};
