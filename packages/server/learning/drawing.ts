/**
 * Which accounts are drawn on a day: by a keyed hash, so that nobody outside can tell or arrange whether an account is
 * drawn, every process draws the same, and no randomness is needed that couldn't be repeated.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { keepFirstFact, type Records, readFact } from '../ground/database/index.ts';

/** The fact that holds the key: it is made once, and shared by all processes on a database. */
const KEY_FACT = 'learning.key';
const KEY_BYTES = 32;
/** The first bits of a hash that make a number: as many as a double holds exactly. */
const BITS = 48;

/** A number from 0 up to 1 for an account on a day (days since 1970): who is drawn at a share of 0.01 is below 0.01. */
export type Drawing = (account: string, day: number) => number;

export const drawing =
  (key: Buffer): Drawing =>
  (account, day) =>
    createHmac('sha256', key)
      .update(`${day} ${account}`)
      .digest()
      .readUIntBE(0, BITS / 8) /
    2 ** BITS;

/** The drawing of a database; its key is made where there is none. */
export async function openDrawing(db: Kysely<Records>): Promise<Drawing> {
  await keepFirstFact(db, KEY_FACT, randomBytes(KEY_BYTES).toString('hex'));
  const kept = await readFact(db, KEY_FACT);
  if (kept === null) throw new Error('the key of drawing could not be written');
  return drawing(Buffer.from(kept, 'hex'));
}
