/**
 * Sends one referral: asks its kind's machine for one step after the other, and stores what each came to before the next. It ends
 * when the machine wants to wait, has finished or was refused, or when somebody else has it.
 */
import type { ReferralFilingRow, ReferralRow } from '../ground/database/index.ts';
import type { Log } from '../ground/log/index.ts';
import { act } from './acts.ts';
import { contentOf, kindOf, priorityIn, readReferral, refuseOtherSystem } from './content.ts';
import { filesOf } from './files.ts';
import { clearOf, isAnothers, LEASE_MS, openFiling, sealFiling, write } from './filing.ts';
import type { FilingState, Next } from './kinds/filer.ts';
import type { ReferralOptions } from './options.ts';
import { sentNow } from './settle.ts';

/** How soon a step is taken again that could not be taken at all (the vault or the database is away), milliseconds. */
const AGAIN_MS = 60_000;
/** How often a long step says that it is alive, milliseconds: several times in a lease. */
const ALIVE_MS = LEASE_MS / 4;
const HOUR_MS = 3_600_000;

export interface SendOptions extends ReferralOptions {
  log: Log;
}

/** Somebody else has it now: nothing that is known here counts. */
class Lost extends Error {}

/**
 * @param stopping aborted when this process is to end: the step under way is given up
 * @returns whether the authority has it now
 */
export async function sendOne(options: SendOptions, taken: ReferralFilingRow, stopping: AbortSignal): Promise<boolean> {
  const { log } = options;
  try {
    const row = await begun(options, taken);
    return row !== null && (await steps(options, row, taken, stopping));
  } catch (error) {
    if (error instanceof Lost) return false;
    // a step that was given up is nobody's fault: whoever goes on takes it at once
    if (stopping.aborted) await write(options.store.records.kysely, taken, { due_at: options.clock() });
    else {
      log.error({ err: error, referral: taken.referral }, 'a referral could not be sent on, and will be tried again');
      await failed(options, taken);
    }
    return false;
  }
}

/** From now on something of it may be at the authority. null where it is not to be sent (any more). */
async function begun(options: SendOptions, taken: ReferralFilingRow): Promise<ReferralRow | null> {
  const { store, clock } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, taken.referral);
  if (row.state !== 'approved' || row.filing === 'refused') {
    await write(db, taken, { due_at: null });
    return null;
  }
  refuseOtherSystem(options, row);
  if (row.filing === 'begun') return row;
  const moment = { referral: row.id, version: row.version, by: null, now_ms: clock() };
  return db
    .transaction()
    .execute((trx) => act(trx, moment, { act: 'begin' }, { what: 'filing_begun', action: 'referral.begun' }));
}

/** @returns whether it has finished */
async function steps(
  options: SendOptions,
  row: ReferralRow,
  taken: ReferralFilingRow,
  stopping: AbortSignal,
): Promise<boolean> {
  const { clock } = options;
  const { filing: way } = kindOf(options, row.kind);
  if (way.by !== 'machine') throw new Error(`${row.id} goes by machine, and its kind ${row.kind} by hand`);
  const [content, files] = await Promise.all([contentOf(options, row), filesOf(options, row)]);
  let state = await openFiling(options, row, taken.state);
  let failing_since = taken.failing_since;
  while (!stopping.aborted) {
    const lost = new AbortController();
    const signal = AbortSignal.any([stopping, lost.signal]);
    const alive = setInterval(() => void renew(options, taken, lost), ALIVE_MS);
    let next: Next;
    try {
      const sent = {
        ...{ id: row.id, content, priority: priorityIn(row), files, clock, signal },
        isAnothers: (report: string) => isAnothers(options.store.records.kysely, row, report),
      };
      ({ filing: state, next } = await way.step(state, sent));
    } finally {
      clearInterval(alive);
    }
    if (lost.signal.aborted) throw new Lost();
    failing_since = state.attempts === 0 ? null : (failing_since ?? clock());
    const goesOn = await store(options, row, taken, { state, next, failing_since });
    if (!goesOn) return next === 'finished';
  }
  // it is due at once for whoever goes on
  await write(options.store.records.kysely, taken, { due_at: clock() });
  return false;
}

async function renew({ store: { records }, clock }: SendOptions, taken: ReferralFilingRow, lost: AbortController) {
  try {
    if (!(await write(records.kysely, taken, { due_at: clock() + LEASE_MS }))) lost.abort();
  } catch {
    // the database is away: the lease goes on until its end, and the next try tells
  }
}

interface Stepped {
  state: FilingState;
  next: Next;
  failing_since: number | null;
}

/** @returns whether another step is to be taken now. @throws Lost */
async function store(
  options: SendOptions,
  row: ReferralRow,
  taken: ReferralFilingRow,
  { state, next, failing_since }: Stepped,
): Promise<boolean> {
  const { clock, settings, log } = options;
  const db = options.store.records.kysely;
  const now_ms = clock();
  const sealed = await sealFiling(options, row, state);
  const isOver = next === 'finished' || next === 'refused';
  const late = failing_since !== null && now_ms - failing_since >= settings.stuckAfterHours * HOUR_MS;
  const stuck = next === 'refused' || late;
  const due_at = isOver ? null : next === 'again' ? now_ms + LEASE_MS : next.waitUntil_ms;
  const set = {
    ...{ ...clearOf(state), state: sealed, failing_since, stuck: Number(stuck), due_at },
    ...(isOver && { finished_at: now_ms }),
  };
  const { report, problem } = state;
  if (stuck && taken.stuck === 0) {
    taken.stuck = 1;
    log.error({ referral: row.id, kind: row.kind, report, problem }, 'a referral is stuck: a person must look');
  }
  await db.transaction().execute(async (trx) => {
    if (!(await write(trx, taken, set))) throw new Lost();
    const moment = { referral: row.id, version: null, by: null, now_ms };
    if (next === 'refused') {
      const detail = { report, problem };
      await act(trx, moment, { act: 'refuse' }, { what: 'filing_failed', action: 'referral.refused', detail });
    }
    if (next === 'finished') {
      const detail = { test: row.test === 1 };
      const line = { what: 'sent', action: 'referral.sent', detail } as const;
      await act(trx, moment, { act: 'send', machine: true }, line, sentNow(state.reference, now_ms, settings));
    }
  });
  return next === 'again';
}

/** What stopped it is in the log; it is due again after a while. */
async function failed({ store: { records }, clock, settings }: SendOptions, taken: ReferralFilingRow): Promise<void> {
  const now_ms = clock();
  const failing_since = taken.failing_since ?? now_ms;
  const stuck = Number(now_ms - failing_since >= settings.stuckAfterHours * HOUR_MS);
  const set = { due_at: now_ms + AGAIN_MS, failing_since, stuck, attempts: taken.attempts + 1, problem: 'internal' };
  await write(records.kysely, taken, set);
}
