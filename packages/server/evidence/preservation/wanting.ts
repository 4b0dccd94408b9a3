/** A person wants evidence of a case from the platform. */
import type { PreserveInput } from '@kith/contract';
import type { Kysely } from 'kysely';
import { ofFamily } from '../../cases/index.ts';
import { appendAudit } from '../../ground/audit/index.ts';
import type { PreservationRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { readNames, requestPreservation } from './record.ts';

/** Requests that may be open for one case: each asks for all that is known of it. */
const OPEN_MAX = 20;
/** Of one case, and those merged into it, shown at once. */
const SHOWN_MAX = 200;

export interface Wanting {
  db: Kysely<Records>;
  /** what it is to be called */
  id: string;
  case: string;
  /** a person of staff */
  by: string;
  now_ms: number;
  /** why, sealed for its row, base64; null where nothing can be sealed: people write names into reasons */
  reason: string | null;
}

/**
 * Asks for it; where a request of the case that the platform has not answered yet asks for all of it, that one is given.
 * @throws ProblemError `not_known`, `too_many_given`
 */
export async function wantPreserved(
  { db, id: preservation, case: id, by, now_ms, reason }: Wanting,
  { accounts, messages, media }: Omit<PreserveInput, 'reason'>,
): Promise<PreservationRow> {
  return db.transaction().execute(async (trx) => {
    const found = await trx.selectFrom('cases').select('account').where('id', '=', id).executeTakeFirst();
    if (found === undefined) throw new ProblemError('not_known', 'there is no such case', 'id');
    const open = await trx
      .selectFrom('preservation')
      .selectAll()
      .where('case_id', '=', id)
      .where('state', 'in', ['waiting', 'asked'])
      .orderBy('created_at', 'desc')
      .limit(OPEN_MAX)
      .execute();
    const same = open.find(
      (row) =>
        row.why === 'person' &&
        hasAll(row.accounts, accounts) &&
        hasAll(row.messages, messages) &&
        hasAll(row.media, media),
    );
    if (same !== undefined) return same;
    if (open.length >= OPEN_MAX) {
      throw new ProblemError('too_many_given', `${OPEN_MAX} requests of this case wait for the platform already`);
    }
    const wanted = {
      case_id: id,
      account: found.account,
      why: 'person',
      ruling: null,
      by,
      reason,
      accounts,
      messages,
      media,
    } as const;
    await requestPreservation(trx, wanted, { id: preservation, now_ms, due_ms: now_ms });
    const detail = { preservation, account: found.account };
    const entry = { at_ms: now_ms, by: `staff:${by}`, action: 'preservation.wanted', subject: `case:${id}` } as const;
    await appendAudit(trx, { ...entry, detail });
    return trx.selectFrom('preservation').selectAll().where('id', '=', preservation).executeTakeFirstOrThrow();
  });
}

const hasAll = (json: string, names: readonly string[]): boolean => {
  const there = new Set(readNames(json));
  return names.every((name) => there.has(name));
};

/** Of a case and those that were merged into it, the newest first; not those that were taken back. */
export const preservationsOf = (db: Kysely<Records>, id: string): Promise<PreservationRow[]> =>
  db
    .selectFrom('preservation')
    .selectAll()
    .where(ofFamily('preservation', id))
    .where('state', '<>', 'withdrawn')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(SHOWN_MAX)
    .execute();

/** Those that are counted at most: a scrape must cost little. */
const COUNTED_MAX = 10_000;

/** How many the platform has not answered in time, COUNTED_MAX at most. */
export async function unansweredPreservations(db: Kysely<Records>, now_ms: number): Promise<number> {
  const late = db
    .selectFrom('preservation')
    .select('id')
    .where('state', '=', 'asked')
    .where('answer_by', '<=', now_ms)
    .limit(COUNTED_MAX)
    .as('late');
  const { count } = await db
    .selectFrom(late)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
