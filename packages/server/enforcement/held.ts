/**
 * What was held until people have looked, and what a ruling makes of it. The life of one:
 *
 *   held --nothing wrong was found--> releasing --it can't be undone any more, and Kith is told--> released
 *    |  \--a violation--> refusing --the same--> refused --an appeal was right--> releasing
 *    '<--the ruling is taken back-- releasing, refusing
 *
 * The first arrow is in the transaction of the ruling. What is told to Kith is an event of its own, `held.judged`: its commit has the
 * decision as it is now, what is learned of it, and the webhook `decision.revised` (docs/decisions/0025).
 */
import { heldType } from '@kith/contract';
import type { ToldOf } from '@kith/engine';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { HeldEventRow, Records, RulingRow } from '../ground/database/index.ts';
import { Overtaken } from '../ground/jobs/index.ts';
import { STANDING_KINDS } from './standing.ts';

/** What nobody has ruled on for so long goes nowhere any more, days: no platform brings a message after a quarter of a year. */
const HELD_KEPT_DAYS = 92;
const DAY_MS = 86_400_000;
/** How soon it is looked again whether the account stands as was ruled, milliseconds. */
const AGAIN_MS = 1_000;

/** A ruling is in force: all that waits of its account waits no longer, once the ruling can't be taken back. */
export async function judgeHeld(trx: Transaction<Records>, ruling: RulingRow, isViolation: boolean): Promise<void> {
  await trx
    .updateTable('held_event')
    .set({ state: isViolation ? 'refusing' : 'releasing', ruling: ruling.id, due_at: ruling.undo_until })
    .where('account', '=', ruling.account)
    .where('state', '=', 'held')
    .execute();
}

/** The ruling was taken back before anything of it left: it waits again. */
export async function holdAgain(trx: Transaction<Records>, ruling: string): Promise<void> {
  await trx
    .updateTable('held_event')
    .set({ state: 'held', ruling: null, due_at: null })
    .where('ruling', '=', ruling)
    .where('state', 'in', ['releasing', 'refusing'])
    .execute();
}

/** An appeal was right: what the ruling refused may go on after all. */
export async function releaseRefused(trx: Transaction<Records>, ruling: string, now_ms: number): Promise<void> {
  await trx
    .updateTable('held_event')
    .set({ state: 'releasing', due_at: now_ms })
    .where('ruling', '=', ruling)
    .where('state', 'in', ['refusing', 'refused'])
    .execute();
}

export interface HeldOptions {
  db: Kysely<Records>;
  /** tells Kith an event of its own; resolves when it is committed */
  tell: (told: ToldOf<'held.judged'>) => Promise<void>;
  /** milliseconds since 1970 */
  clock: () => number;
  /** there is something in the outbox */
  wake: () => void;
}

const data = z.strictObject({
  type: heldType,
  other: z.string().optional(),
  conversation: z.string().optional(),
  message: z.string().optional(),
  media: z.array(z.string()).optional(),
  members: z.array(z.string()).optional(),
  kind: z.enum(['direct', 'group']).optional(),
});

/** One that is due: Kith decides it anew. @throws Overtaken where somebody else has changed the row */
export async function settleHeld({ db, tell, clock, wake }: HeldOptions, row: HeldEventRow): Promise<void> {
  const { state, event, account: actor } = row;
  if (state !== 'releasing' && state !== 'refusing') return change(db, row, { due_at: null });
  // an account that is still kept from children would be refused once more
  if (await isStandingOpen(db, row)) return change(db, row, { due_at: clock() + AGAIN_MS });
  const choice = state === 'releasing' ? 'release' : 'refuse';
  const told = { ...data.parse(JSON.parse(row.data)), actor, event, choice } as const;
  // told twice it is one event: a process that dies before the row says so leaves one that is due again
  await tell({ id: `kith:${row.id}:${choice}`, type: 'held.judged', at: clock(), data: told });
  await change(db, row, { state: state === 'releasing' ? 'released' : 'refused', due_at: null });
  wake();
}

/** Whether how the account stands by the same ruling has yet to be told to Kith. */
async function isStandingOpen(db: Kysely<Records>, { ruling }: HeldEventRow): Promise<boolean> {
  const open = await db
    .selectFrom('enforcement')
    .select('id')
    .where('ruling', '=', ruling)
    .where('kind', 'in', STANDING_KINDS)
    .where('state', 'in', ['waiting', 'leaving'])
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

async function change(db: Kysely<Records>, row: HeldEventRow, set: Partial<HeldEventRow>): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('held_event')
    .set(set)
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('due_at', '=', row.due_at)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Overtaken(`held event ${row.id} is not as it was`);
}

/** Forgets what is too old to go anywhere, ruled on or not. */
export async function forgetHeld(db: Kysely<Records>, now_ms: number): Promise<void> {
  await db
    .deleteFrom('held_event')
    .where('created_at', '<', now_ms - HELD_KEPT_DAYS * DAY_MS)
    .execute();
}
