/** How a referral ends, by people: filed by hand, covered by another, not reported, let be sent again, nothing more to do. */
import type { coveredInput, referenceInput } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import type { z } from 'zod';
import { ofFamily } from '../cases/index.ts';
import type { Records, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { act, became, changed, lock, type Moment } from './acts.ts';
import { releaseAll } from './claims.ts';
import { readReferral } from './content.ts';
import { rootOf } from './family.ts';
import { beginWaiting } from './filing.ts';
import { sealNote } from './notes.ts';
import type { ReferralOptions } from './options.ts';
import type { Seen } from './people.ts';
import { keepReceipt, referenceKept, reviewStatements, sentNow, settle } from './settle.ts';
import { ENDED_UNSENT } from './states.ts';

const momentOf = ({ referral, version, by }: Seen, now_ms: number): Moment => ({ referral, version, by, now_ms });

/** People write down minutes. */
const MINUTE_MS = 60_000;

/** It was filed at the portal, and this came back. */
export async function noteReference(
  options: ReferralOptions,
  seen: Seen,
  { reference, receivedAt, receipt: text }: Omit<z.output<typeof referenceInput>, 'version'>,
): Promise<ReferralRow> {
  const { store, clock, settings } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  // before its receipt is stored: it says of itself that an authority gave it
  if (row.version !== seen.version) throw changed();
  became(row, { act: 'send', machine: false });
  const at_ms = Date.parse(receivedAt);
  // the clock may have been set back since it was approved
  if (at_ms > Math.max(clock(), row.approved_at ?? 0) || at_ms + MINUTE_MS <= (row.approved_at ?? 0)) {
    const message = 'receivedAt: must be after it was approved, and not in the future';
    throw new ProblemError('invalid_field', message, 'receivedAt');
  }
  const receipt = text === undefined ? null : await receiptOf(options, row, text, seen.by);
  const sent = await db.transaction().execute((trx) => {
    // without the number: it is forgotten after some years, and the audit log is for good
    const line = { what: 'reference_noted', action: 'referral.sent' } as const;
    const columns = { ...sentNow(reference, at_ms, settings), receipt };
    return act(trx, momentOf(seen, clock()), { act: 'send', machine: false }, line, columns);
  });
  return settle(options, sent, seen.by);
}

const receiptOf = (options: ReferralOptions, row: ReferralRow, text: string, by: string) =>
  keepReceipt(options, row, { name: `${row.id}-receipt.txt`, mediaType: 'text/plain', text }, `staff:${by}`);

/** Another authority has it. @throws ProblemError `invalid_field` where nothing shows that */
export async function cover(
  options: ReferralOptions,
  seen: Seen,
  { by, reference, reason }: Omit<z.output<typeof coveredInput>, 'version'>,
): Promise<ReferralRow> {
  const { store, clock, settings } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  const other = by === null ? null : await readReferral(db, by);
  if (other === null && reference === null) {
    throw new ProblemError(
      'invalid_field',
      'by: must name a referral, or what was filed elsewhere its reference',
      'by',
    );
  }
  if (other !== null && !(covers(other, row) && (await isOfOne(db, other, row)))) throw notCovering();
  const note = await sealNote(options, row, reason);
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    // the number itself is forgotten after some years, and the audit log is for good
    const detail = { by, elsewhere: reference !== null };
    const line = { what: 'covered', action: 'referral.covered', note, detail } as const;
    const until = reference === null ? {} : referenceKept(now_ms, settings);
    const columns = { covered_by: by, covered_reference: reference, ...until };
    await lockBoth(trx, seen, by, row);
    await refuseCovering(trx, row);
    await releaseAll(trx, row, other);
    const became = await act(trx, momentOf(seen, now_ms), { act: 'cover' }, line, columns);
    await reviewStatements(trx, row, now_ms);
    return became;
  });
}

/** States in which nobody gets it by this referral, or nobody has said yet that somebody is to. */
const UNDECIDED: readonly string[] = ['drafted', 'checked', ...ENDED_UNSENT];

const covers = (other: ReferralRow, row: ReferralRow): boolean =>
  // what a test system got, no authority has
  other.test <= row.test && other.kind !== row.kind && !UNDECIDED.includes(other.state);

/** Of one account, or of accounts whose cases are one by now. */
const isOfOne = async (db: Kysely<Records>, other: ReferralRow, row: ReferralRow): Promise<boolean> =>
  other.account === row.account || (await rootOf(db, other.case_id)) === (await rootOf(db, row.case_id));

const notCovering = () =>
  new ProblemError(
    'invalid_field',
    'by: must be a referral of the same account to another authority, which two people have approved',
    'by',
  );

/** In one order, so that two who do this at once do not wait for each other; the other may have been given back meanwhile. */
async function lockBoth(trx: Transaction<Records>, seen: Seen, by: string | null, row: ReferralRow): Promise<void> {
  for (const referral of [seen.referral, ...(by === null ? [] : [by])].sort()) {
    const locked = await lock(trx, { referral, version: referral === seen.referral ? seen.version : null });
    if (referral === by && !covers(locked, row)) throw notCovering();
  }
}

/** What another is covered by must be sent: nobody would get what the other says. To be asked when it is locked. */
async function refuseCovering(trx: Transaction<Records>, { id, case_id, account }: ReferralRow): Promise<void> {
  const root = await rootOf(trx, case_id);
  const other = await trx
    .selectFrom('referral')
    .select('id')
    .where((eb) => eb.or([eb('account', '=', account), ofFamily('referral', root)]))
    .where('covered_by', '=', id)
    .where('state', '=', 'covered')
    .executeTakeFirst();
  if (other === undefined) return;
  throw new ProblemError('not_possible', `${other.id} is covered by this one: it must be sent, or nobody gets either`);
}

/** Nobody gets it, and this is why. */
export async function leave(options: ReferralOptions, seen: Seen, reason: string): Promise<ReferralRow> {
  const { store, clock } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  const note = await sealNote(options, row, reason);
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    await lock(trx, seen);
    await refuseCovering(trx, row);
    await releaseAll(trx, row, null);
    const line = { what: 'not_reported', action: 'referral.not_reported', note } as const;
    const became = await act(trx, momentOf(seen, now_ms), { act: 'leave' }, line);
    await reviewStatements(trx, row, now_ms);
    return became;
  });
}

/** Nothing more is to be done about it. */
export async function retain({ store, clock }: ReferralOptions, seen: Seen): Promise<ReferralRow> {
  const line = { what: 'retained', action: 'referral.retained' } as const;
  return store.records.kysely
    .transaction()
    .execute((trx) => act(trx, momentOf(seen, clock()), { act: 'retain' }, line));
}

/** The authority refused it, and what was wrong there is mended: it is sent as it is. */
export async function sendAgain(options: ReferralOptions, seen: Omit<Seen, 'by'> & { by: string | null }) {
  const { store, clock, wake } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  const waiting = await beginWaiting(options, row);
  const became = await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const line = { what: 'filing_again', action: 'referral.sent_again' } as const;
    const moment = { referral: seen.referral, version: seen.version, by: seen.by, now_ms };
    const again = await act(trx, moment, { act: 'send_again' }, line);
    await waiting(trx, now_ms);
    return again;
  });
  wake();
  return became;
}
