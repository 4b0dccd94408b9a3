/** Waiting in a test for what comes about beside it, such as a job's next round. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits before it gives up, milliseconds: far more than is needed on any machine. */
const PATIENCE_MS = 60_000;
const LOOKS_EVERY_MS = 20;

/** What is found, once it is something other than null, undefined or false. */
export type Found<T> = Exclude<T, null | undefined | false>;

/**
 * Looks again and again until something is found.
 * @param what is waited for, for whoever reads that it did not come
 */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<Found<T>> {
  const isFound = (found: T): found is Found<T> & T => found !== null && found !== undefined && found !== false;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOKS_EVERY_MS)) {
    const found = await look();
    if (isFound(found)) return found;
  }
  throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
}
