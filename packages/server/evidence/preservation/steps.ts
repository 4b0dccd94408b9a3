/** What is done about a request to preserve when it is due: asking, looking whether it was delivered, asking again. */
import type { EnforcementPolicy, Webhook } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { PreservationRow, Records } from '../../ground/database/index.ts';
import { CHASES_MAX, nextChase, Overtaken } from '../../ground/jobs/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { deliveryOf, send, type WebhookEndpoint } from '../../outbox/index.ts';
import { wantSnapshot } from '../snapshot/want.ts';
import { type Naming, namesFor } from './names.ts';
import { readNames } from './record.ts';

export interface AskingOptions extends Pick<Naming, 'db' | 'mediaAmong' | 'intended'> {
  endpoints: readonly WebhookEndpoint[];
  settings: () => EnforcementPolicy['preservation'];
  log: Pick<Log, 'warn'>;
  /** milliseconds since 1970 */
  clock: () => number;
  /** there is something in the outbox */
  wake: () => void;
}

/** How soon it is looked again whether a request was delivered, milliseconds; seldom when it is old. */
const WATCH_MS = 1_000;
const WATCH_OLD_MS = 30_000;
const OLD_MS = 120_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** @throws Overtaken where somebody else has changed the row */
export async function takeStep(options: AskingOptions, row: PreservationRow): Promise<void> {
  switch (row.state) {
    case 'waiting':
      return ask(options, row);
    case 'asked':
      return row.delivered_at === null ? watch(options, row) : askForTheRest(options, row);
    default:
      // withdrawn or done: nothing is to be done
      await options.db.transaction().execute((trx) => advance(trx, row, { due_at: null }));
  }
}

/** Settles what is asked for, and asks for it. */
async function ask(options: AskingOptions, row: PreservationRow): Promise<void> {
  const { db, clock, endpoints, mediaAmong, intended } = options;
  const { daysBefore, answerHours } = options.settings();
  const { accounts, messages, media, from_ms, to_ms } = await namesFor({ db, mediaAmong, intended, daysBefore }, row);
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const asked = {
      ...row,
      ...{ accounts: JSON.stringify(accounts), messages: JSON.stringify(messages), media: JSON.stringify(media) },
      ...{
        from_at: from_ms,
        to_at: to_ms,
        state: 'asked',
        asked_at: now_ms,
        answer_by: now_ms + answerHours * HOUR_MS,
      },
    };
    const sent = await send(trx, endpoints, webhookOf(asked, now_ms), { about: row.id, time: 0, now_ms });
    const due_at = sent.length > 0 ? now_ms + WATCH_MS : nextChase(now_ms, 0);
    await advance(trx, row, { ...asked, due_at, by_hand: Number(sent.length === 0) });
    await wantSnapshot(trx, row, now_ms);
    const detail = {
      ...{ case: row.case_id, account: row.account, why: row.why, ruling: row.ruling },
      ...{ accounts: accounts.length, messages: messages.length, media: media.length },
    };
    const subject = `preservation:${row.id}`;
    await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'preservation.asked', subject, detail });
  });
  options.wake();
}

function webhookOf(row: PreservationRow, now_ms: number): Webhook {
  const [from, to] = [new Date(row.from_at).toISOString(), new Date(row.to_at).toISOString()];
  return {
    type: 'preservation.requested',
    timestamp: new Date(now_ms).toISOString(),
    data: {
      preservation: row.id,
      ...{ accounts: readNames(row.accounts), messages: readNames(row.messages), media: readNames(row.media) },
      ...{ from, to },
    },
  };
}

/** It is delivered when an endpoint has taken it: no event says so. */
async function watch(options: AskingOptions, row: PreservationRow): Promise<void> {
  const { db, clock, endpoints } = options;
  const now_ms = clock();
  const asked_ms = row.asked_at ?? now_ms;
  const time = { about: row.id, time: row.chased };
  const { delivered_at, waits } = await deliveryOf(db, endpoints, 'preservation.requested', time);
  if (delivered_at !== null) {
    return db.transaction().execute(async (trx) => {
      await advance(trx, row, { delivered_at, due_at: row.answer_by });
      const detail = { case: row.case_id, account: row.account };
      const subject = `preservation:${row.id}`;
      await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'preservation.delivered', subject, detail });
    });
  }
  const chase_ms = nextChase(asked_ms, row.chased);
  if (chase_ms !== null && now_ms >= chase_ms && !waits) {
    return askAgain(options, row, nextChase(asked_ms, row.chased + 1));
  }
  const due_at = now_ms + (now_ms - asked_ms < OLD_MS ? WATCH_MS : WATCH_OLD_MS);
  await db.transaction().execute((trx) => advance(trx, row, { due_at }));
}

/** Delivered, and its time is over: it is asked again each day, in the same words, for as long as anything is. */
async function askForTheRest(options: AskingOptions, row: PreservationRow): Promise<void> {
  const now_ms = options.clock();
  if (row.answer_by !== null && now_ms < row.answer_by) {
    return options.db.transaction().execute(async (trx) => void (await advance(trx, row, { due_at: row.answer_by })));
  }
  const late_h = Math.floor((now_ms - (row.answer_by ?? now_ms)) / HOUR_MS);
  options.log.warn({ preservation: row.id, late_h }, 'the platform has not given what it was asked to preserve');
  await askAgain(options, row, row.chased + 1 >= CHASES_MAX ? null : now_ms + DAY_MS);
}

async function askAgain(options: AskingOptions, row: PreservationRow, due_at: number | null): Promise<void> {
  const { db, endpoints, clock } = options;
  const chased = row.chased + 1;
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const sent = await send(trx, endpoints, webhookOf(row, now_ms), { about: row.id, time: chased, now_ms });
    const soon = row.delivered_at === null && sent.length > 0 ? now_ms + WATCH_MS : due_at;
    await advance(trx, row, { chased, by_hand: Number(sent.length === 0), due_at: soon });
  });
  options.wake();
}

/** Writes what it became. @throws Overtaken where it is not as it was taken */
async function advance(
  trx: Transaction<Records> | Kysely<Records>,
  row: PreservationRow,
  set: Partial<PreservationRow>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('preservation')
    .set(set)
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('due_at', row.due_at === null ? 'is' : '=', row.due_at)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Overtaken(`preservation ${row.id} is not as it was`);
}
