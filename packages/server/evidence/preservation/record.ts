/**
 * A request to preserve, as a record. The life of one:
 *
 *   waiting --its ruling is undone--> withdrawn
 *      '--it can't be undone any more--> asked --the platform says that was all--> done
 *                                          '--not delivered: asked again, 15 min, 1 h, 6 h, daily
 *                                          '--delivered, and not done by `answer_by`: asked again daily, and counted as late
 *
 * What it asks for is settled when it is asked for, and stays: only that is taken. What was given in part, and that its time is
 * over, is seen from the row (states.ts).
 */
import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { PreservationRow, Records } from '../../ground/database/index.ts';

const ID_BYTES = 16;

/** A request that is about to be made. */
export interface Wanted {
  /** null where there is none */
  case_id: string | null;
  account: string;
  why: 'removal' | 'referral' | 'person';
  ruling: string | null;
  /** the person of staff who wants it */
  by: string | null;
  /** why, sealed; null where nobody said */
  reason?: string | null;
  /** named beside what Kith finds when it asks; a message's or a medium's id may be in either list */
  accounts?: readonly string[];
  messages?: readonly string[];
  media?: readonly string[];
}

export const newPreservationId = (): string => `pre_${randomBytes(ID_BYTES).toString('hex')}`;

/** @param due_ms when the platform is asked: not before the ruling can't be taken back any more */
export const preservationRow = (wanted: Wanted, now_ms: number, due_ms: number, id: string): PreservationRow => ({
  ...{
    id,
    case_id: wanted.case_id,
    account: wanted.account,
    why: wanted.why,
    ruling: wanted.ruling,
    asked_by: wanted.by,
  },
  ...{ accounts: json(wanted.accounts), messages: json(wanted.messages), media: json(wanted.media) },
  ...{ from_at: now_ms, to_at: now_ms, state: 'waiting', created_at: now_ms, due_at: due_ms, asked_at: null },
  ...{ delivered_at: null, answer_by: null, chased: 0, by_hand: 0, done_at: null },
  ...{ given_accounts: 0, given_messages: 0, given_media: 0, secret: null },
  reason: wanted.reason ?? null,
});

const json = (names: readonly string[] = []): string => JSON.stringify(names);

const names = z.array(z.string());
/** A list of names as a row has it. */
export const readNames = (text: string): string[] => names.parse(JSON.parse(text));

/** Makes it; where there is one of that id already, that stays as it is. */
export async function requestPreservation(
  trx: Transaction<Records>,
  wanted: Wanted,
  { id, now_ms, due_ms }: { id: string; now_ms: number; due_ms: number },
): Promise<void> {
  await trx
    .insertInto('preservation')
    .values(preservationRow(wanted, now_ms, due_ms, id))
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

/** Takes back what followed from a ruling. @returns whether nothing of it had left */
export async function withdrawPreservations(trx: Transaction<Records>, ruling: string): Promise<boolean> {
  await trx
    .updateTable('preservation')
    .set({ state: 'withdrawn', due_at: null })
    .where('ruling', '=', ruling)
    .where('state', '=', 'waiting')
    .execute();
  const left = await trx
    .selectFrom('preservation')
    .select('id')
    .where('ruling', '=', ruling)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst();
  return left === undefined;
}

/** When it was asked for, and when the platform took it; null where there is none of that id. */
export async function deliveryOfPreservation(
  db: Kysely<Records>,
  id: string,
): Promise<{ asked_at: number | null; delivered_at: number | null } | null> {
  const row = await db
    .selectFrom('preservation')
    .select(['asked_at', 'delivered_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
