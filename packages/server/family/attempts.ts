/**
 * How often codes may be tried. An attempt is written down before the code is looked at, in a commit of its own: many at once
 * see each other. It goes when the code was right, and when its hour is over.
 */
import { ProblemError } from '../ground/http/index.ts';
import { ATTEMPTS_AN_ACCOUNT_MAX, ATTEMPTS_KEPT_MS, ATTEMPTS_LOGGED_FROM } from './limits.ts';
import type { FamilyOptions } from './options.ts';
import { type Db, newId } from './rows.ts';

/** @returns the attempt's id. @throws ProblemError `too_many_requests` */
export async function beginAttempt(
  { db, log }: Pick<FamilyOptions, 'db' | 'log'>,
  account: string,
  now_ms: number,
): Promise<string> {
  const id = newId('fat');
  await db
    .deleteFrom('family_attempt')
    .where('at', '<=', now_ms - ATTEMPTS_KEPT_MS)
    .execute();
  await db.insertInto('family_attempt').values({ id, account, at: now_ms }).execute();
  const count = (of?: string) => countAttempts(db, of);
  if ((await count(account)) > ATTEMPTS_AN_ACCOUNT_MAX) {
    throw new ProblemError('too_many_requests', 'this account has tried too many codes: try again in an hour');
  }
  // once each time that so many are reached, and no account is named
  if ((await count()) === ATTEMPTS_LOGGED_FROM) {
    log.warn({ attempts: ATTEMPTS_LOGGED_FROM }, 'many wrong codes of invitations are being tried, by many accounts');
  }
  return id;
}

async function countAttempts(db: Db, account?: string): Promise<number> {
  let rows = db.selectFrom('family_attempt').select(({ fn }) => fn.countAll().as('count'));
  if (account !== undefined) rows = rows.where('account', '=', account);
  const { count } = await rows.executeTakeFirstOrThrow();
  return Number(count);
}

/** The code was right. */
export async function forgetAttempt(db: Db, id: string): Promise<void> {
  await db.deleteFrom('family_attempt').where('id', '=', id).execute();
}
