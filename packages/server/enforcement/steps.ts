/**
 * What is done about one enforcement when it is due. The life of one:
 *
 *   waiting --undone--> withdrawn
 *      '--it can't be undone any more--> leaving --> requested --enforcement.applied, or by hand--> applied
 *                                           |           '--not confirmed: asked again, 15 min, 1 h, 6 h, daily
 *                                           '--a removal--> preserving --delivered, or waited for long enough--> requested
 *   applied --the platform says late that it did an earlier one--> applied, and asked for again
 *   waiting, leaving, requested --a later one about the same standing leaves--> superseded
 *
 * Each arrow is one transaction that counts only where the row is as it was taken. What is told to Kith itself goes before
 * the transaction that says so, under an id that makes a second telling nothing: a process that dies between leaves a row
 * that is due again. A request to preserve is a record of its own (evidence/preservation); a removal waits for it.
 */
import type { EnforcementPolicy } from '@kith/contract';
import type { ToldOf } from '@kith/engine';
import type { Kysely, Transaction } from 'kysely';
import { deliveryOfPreservation, requestPreservation } from '../evidence/index.ts';
import { appendAudit } from '../ground/audit/index.ts';
import { type EnforcementRow, type Records, TOLD_AGAIN } from '../ground/database/index.ts';
import { nextChase } from '../ground/jobs/index.ts';
import { deliveryOf, send, type WebhookEndpoint } from '../outbox/index.ts';
import { tellOfRestriction } from './automatic.ts';
import { readNames } from './follow.ts';
import { advance } from './leases.ts';
import { enforcementWebhook, kindOf } from './sending.ts';
import { STANDING_KINDS } from './standing.ts';

export interface StepOptions {
  db: Kysely<Records>;
  endpoints: readonly WebhookEndpoint[];
  /** tells Kith an event of its own; resolves when it is committed */
  tell: (told: ToldOf<'enforcement.requested'>) => Promise<void>;
  /** children that an account turned to, the last first, TURNED_TO_MAX at most */
  turnedTo: (account: string) => Promise<readonly string[]>;
  settings: () => EnforcementPolicy;
  /** milliseconds since 1970 */
  clock: () => number;
  /** there is something in the outbox */
  wake: () => void;
}

/** How soon it is looked again whether a request to preserve was delivered, milliseconds; seldom when it is old. */
const WATCH_MS = 1_000;
const WATCH_OLD_MS = 30_000;
const OLD_MS = 120_000;
const MINUTE_MS = 60_000;

/** One step, or as many as can be taken at once. @throws Overtaken where somebody else has changed the row */
export async function takeStep(options: StepOptions, row: EnforcementRow): Promise<void> {
  switch (row.state) {
    case 'waiting':
      return takeStep(options, await change(options, row, { state: 'leaving' }));
    case 'leaving':
      if (row.kind === 'remove_content' && row.preserve !== null) {
        return takeStep(options, await beginPreserving(options, row, row.preserve));
      }
      return request(options, row);
    case 'preserving':
      return afterPreserving(options, row, row.preserve ?? '');
    case 'requested':
      return chase(options, row);
    case 'applied':
      return settle(options, row);
    default:
      // withdrawn or superseded: nothing is to be done
      await change(options, row, { due_at: null });
  }
}

const change = ({ db }: StepOptions, row: EnforcementRow, set: Partial<EnforcementRow>): Promise<EnforcementRow> =>
  db.transaction().execute((trx) => advance(trx, row, set));

const isStanding = ({ kind }: EnforcementRow): boolean => STANDING_KINDS.includes(kind);

/** Kith's own answers hold to it from now on, whether or not the platform does it. */
async function tellOwn(options: StepOptions, row: EnforcementRow): Promise<void> {
  const kind = kindOf(row);
  if (kind !== 'restrict' && kind !== 'suspend' && kind !== 'disable' && kind !== 'restore') return;
  const id = `${row.id}:${row.chased}`;
  // who is disabled is remembered by whom they turned to: engine/events/identifiers.ts
  const children = kind === 'disable' ? await options.turnedTo(row.account) : [];
  const data = {
    actor: row.account,
    enforcement: row.id,
    kind,
    ...(children.length > 0 && { turnedTo: [...children] }),
  };
  await options.tell({ id, type: 'enforcement.requested', at: options.clock(), data });
}

async function request(options: StepOptions, row: EnforcementRow, more: Partial<EnforcementRow> = {}): Promise<void> {
  const { db, endpoints, clock } = options;
  if (isStanding(row)) await tellOwn(options, row);
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const sent = await send(trx, endpoints, enforcementWebhook(row, now_ms), { about: row.id, time: 0, now_ms });
    const due = nextChase(now_ms, 0);
    const by_hand = Number(sent.length === 0);
    await advance(trx, row, { ...more, state: 'requested', requested_at: now_ms, due_at: due, by_hand, told: 1 });
    if (isStanding(row)) await supersede(trx, row);
  });
  options.wake();
}

/** Those about the same standing that came before and were not done: nobody shall do or chase them any more. */
async function supersede(trx: Transaction<Records>, row: EnforcementRow): Promise<void> {
  await trx
    .updateTable('enforcement')
    .set({ state: 'superseded', due_at: null })
    .where('account', '=', row.account)
    .where('id', '<>', row.id)
    .where('kind', 'in', STANDING_KINDS)
    .where('state', 'in', ['waiting', 'leaving', 'requested'])
    .where('created_at', '<=', row.created_at)
    .execute();
}

/** Kith's own removals have no request yet: what asked for them was committed with an event. */
function beginPreserving({ db, clock }: StepOptions, row: EnforcementRow, id: string): Promise<EnforcementRow> {
  return db.transaction().execute(async (trx) => {
    const { case_id, account, ruling } = row;
    const wanted = { case_id, account, why: 'removal', ruling, by: null, messages: readNames(row.content) } as const;
    await requestPreservation(trx, wanted, { id, now_ms: row.created_at, due_ms: clock() });
    return advance(trx, row, { state: 'preserving' });
  });
}

/** A removal is asked for when the request to preserve was delivered, or should long have been. */
async function afterPreserving(options: StepOptions, row: EnforcementRow, preserve: string): Promise<void> {
  const { db, clock, settings } = options;
  const asked = await deliveryOfPreservation(db, preserve);
  if (asked === null || asked.delivered_at !== null) return request(options, row);
  const until_ms = (asked.asked_at ?? Number.POSITIVE_INFINITY) + settings().preservation.waitMinutes * MINUTE_MS;
  const now_ms = clock();
  if (now_ms >= until_ms) return request(options, row, { unpreserved: 1 });
  const soon = now_ms - (asked.asked_at ?? now_ms) < OLD_MS ? WATCH_MS : WATCH_OLD_MS;
  await change(options, row, { due_at: now_ms + soon });
}

/**
 * Not done yet: it is asked for again, unless the last asking is still on its way, and Kith's own answers hold to it again,
 * whatever the platform has said of the account meanwhile.
 */
async function chase(options: StepOptions, row: EnforcementRow): Promise<void> {
  const { db, endpoints, clock } = options;
  const asked_ms = row.requested_at ?? row.created_at;
  if (row.told === 0) {
    // asked for in the commit of an event (automatic): only Kith itself has not been told, and the person
    await tellOwn(options, row);
    await db.transaction().execute(async (trx) => {
      await advance(trx, row, { told: 1, due_at: nextChase(asked_ms, row.chased) });
      await tellOfRestriction(trx, row, options.settings(), clock());
    });
    return;
  }
  const again = { ...row, chased: row.chased + 1 };
  if (isStanding(row)) await tellOwn(options, again);
  const last = { about: row.id, time: row.chased };
  const { waits } = await deliveryOf(db, endpoints, 'enforcement.requested', last);
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const time = { about: row.id, time: again.chased, now_ms };
    const sent = waits ? null : await send(trx, endpoints, enforcementWebhook(row, now_ms), time);
    const by_hand = sent === null ? row.by_hand : Number(sent.length === 0);
    await advance(trx, row, { chased: again.chased, by_hand, due_at: nextChase(asked_ms, again.chased) });
  });
  options.wake();
}

/**
 * How often one that is applied is asked for again because the platform says otherwise: one that never says the right thing would
 * be asked without end. Kith itself is told every time.
 */
const ASKED_AGAIN_MAX = 20;

/** It is done: that is written down, once, and its ruling looks whether all is. */
async function settle(options: StepOptions, row: EnforcementRow): Promise<void> {
  const { db, endpoints, clock, settings } = options;
  const again = row.told === TOLD_AGAIN;
  const chased = again ? row.chased + 1 : row.chased;
  if (again) await tellOwn(options, { ...row, chased });
  const subject = `enforcement:${row.id}`;
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    await advance(trx, row, { due_at: null, told: 1, chased });
    if (again && chased <= ASKED_AGAIN_MAX) {
      await send(trx, endpoints, enforcementWebhook(row, now_ms), { about: row.id, time: chased, now_ms });
    }
    // the platform was faster than the first look at what was asked for in the commit of an event
    if (row.source === 'automatic' && row.told === 0) await tellOfRestriction(trx, row, settings(), now_ms);
    if (row.ruling !== null) {
      await trx.updateTable('ruling').set({ due_at: now_ms }).where('id', '=', row.ruling).execute();
    }
    if (again && (await isWritten(trx, subject))) return;
    const detail = { account: row.account, kind: row.kind, by: row.applied_by, unpreserved: row.unpreserved === 1 };
    await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'enforcement.applied', subject, detail });
  });
  options.wake();
}

async function isWritten(trx: Transaction<Records>, subject: string): Promise<boolean> {
  const line = await trx
    .selectFrom('audit_line')
    .select('number')
    .where('subject', '=', subject)
    .where('action', '=', 'enforcement.applied')
    .limit(1)
    .executeTakeFirst();
  return line !== undefined;
}
