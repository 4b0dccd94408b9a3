/** What an authority asks about a referral, and what it is answered: within the time that the operator's settings say (grade S: 7 days). */
import type { AuthorityRequestRow, ReferralRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { newId, note } from './acts.ts';
import { readReferral } from './content.ts';
import type { ReferralOptions } from './options.ts';
import type { Seen } from './people.ts';
import { seal, wordsOf } from './sealed.ts';
import { answerWithin_ms } from './settings.ts';

/** Requests about one referral at most: more is a conversation, which belongs elsewhere. */
const REQUESTS_MAX = 100;

type Place = 'what' | 'answer';
const placeOf = (referral: string, request: string, of: Place) =>
  `referral:${referral}:request:${request}:${of}` as const;

export async function noteRequest(
  options: ReferralOptions,
  seen: Seen,
  { receivedAt_ms, what }: { receivedAt_ms: number; what: string },
): Promise<ReferralRow> {
  const { store, vault, settings, clock } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  if (row.sent_at === null) {
    throw new ProblemError('referral_state', 'no authority has it yet that could ask about it');
  }
  if (receivedAt_ms > clock()) {
    throw new ProblemError('invalid_field', 'receivedAt: must not be in the future', 'receivedAt');
  }
  if ((await requestsOf(options, row)).length >= REQUESTS_MAX) {
    throw new ProblemError('not_possible', `there are ${REQUESTS_MAX} requests about it, which is the limit`);
  }
  const id = newId('req');
  const sealed = await seal(vault, row.case_id, placeOf(row.id, id, 'what'), what);
  return db.transaction().execute(async (trx) => {
    const request: AuthorityRequestRow = {
      ...{ id, referral: row.id, received_at: receivedAt_ms, due_at: receivedAt_ms + answerWithin_ms(settings) },
      ...{ what: sealed, noted_by: seen.by, answered_at: null, answered_by: null, answer: null },
    };
    await trx.insertInto('authority_request').values(request).execute();
    const line = { what: 'request_received', action: 'referral.request_noted', detail: { request: id } } as const;
    return note(trx, { ...seen, now_ms: clock() }, line);
  });
}

/** @param answer what was answered, for the record */
export async function answerRequest(
  options: ReferralOptions,
  seen: Seen,
  request: string,
  answer: string,
): Promise<ReferralRow> {
  const { store, vault, clock } = options;
  const db = store.records.kysely;
  const row = await readReferral(db, seen.referral);
  const sealed = await seal(vault, row.case_id, placeOf(row.id, request, 'answer'), answer);
  return db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const { numUpdatedRows } = await trx
      .updateTable('authority_request')
      .set({ answered_at: now_ms, answered_by: seen.by, answer: sealed })
      .where('id', '=', request)
      .where('referral', '=', row.id)
      .where('answered_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) {
      throw new ProblemError('not_known', 'there is no such request, or it was answered', 'request');
    }
    const line = { what: 'request_answered', action: 'referral.request_answered', detail: { request } } as const;
    return note(trx, { ...seen, now_ms }, line);
  });
}

export const requestsOf = ({ store }: Pick<ReferralOptions, 'store'>, { id }: Pick<ReferralRow, 'id'>) =>
  store.records.kysely
    .selectFrom('authority_request')
    .selectAll()
    .where('referral', '=', id)
    .orderBy('received_at')
    .orderBy('id')
    .execute();

/** What was asked and answered; null where that was destroyed, or can't be read here. */
export const wordsOfRequest = (
  { vault }: Pick<ReferralOptions, 'vault'>,
  { id, case_id }: ReferralRow,
  request: AuthorityRequestRow,
  of: Place,
): Promise<string | null> => wordsOf(vault, case_id, placeOf(id, request.id, of), request[of]);
