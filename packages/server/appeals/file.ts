/**
 * An affected person's side of an appeal, by the secret in their link: what they were told, what became of it, and objecting.
 * Whoever has the link may do that; there is no account to sign in to, as it may be the account that was shut down.
 */
import { type EnforcementPolicy, NOTE_LENGTH_MAX } from '@kith/contract';
import type { Kysely, Transaction } from 'kysely';
import { type CaseDoor, gravityOf, newId, readMeasures } from '../enforcement/index.ts';
import { appendAudit } from '../ground/audit/index.ts';
import type { AppealRow, EnforcementRow, Records, RulingRow, StatementRow } from '../ground/database/index.ts';
import { hashSecret, sameHash } from '../ground/keys/index.ts';
import type { Language } from '../ground/pages/index.ts';

export interface FilingOptions {
  db: Kysely<Records>;
  cases: CaseDoor;
  settings: () => EnforcementPolicy;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** The longest objection, UTF-16 code units: what the API takes, too. */
export const APPEAL_LENGTH_MAX = NOTE_LENGTH_MAX;

/** 256 bits in base64url: what our links hold, and nothing else is looked up. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const DAY_MS = 86_400_000;

/** What a link leads to: what people ruled, or a restriction at which nobody has looked yet. */
export type Told = ToldOfRuling | ToldOfRestriction;

export interface ToldOfRuling {
  of: 'ruling';
  statement: StatementRow;
  ruling: RulingRow;
  /** null where nobody has objected */
  appeal: AppealRow | null;
}

export interface ToldOfRestriction {
  of: 'restriction';
  statement: StatementRow;
  enforcement: EnforcementRow;
}

/** What a link belongs to; null where it is none of ours. */
export async function findTold(db: Kysely<Records>, secret: string): Promise<Told | null> {
  if (!SECRET.test(secret)) return null;
  const hash = hashSecret(secret);
  const found = await db
    .selectFrom('statement_link')
    .innerJoin('statement', 'statement.id', 'statement_link.statement')
    .selectAll('statement')
    .select('hash')
    .where('hash', '=', hash)
    .executeTakeFirst();
  // the database compared hashes, and how long that took says nothing of the secret; this one takes the same time always
  if (found === undefined || !sameHash(found.hash, hash)) return null;
  const { hash: _, ...statement } = found;
  if (statement.ruling === null) {
    const { enforcement: id } = statement;
    const enforcement = await db.selectFrom('enforcement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    return { of: 'restriction', statement, enforcement };
  }
  const ruling = await db.selectFrom('ruling').selectAll().where('id', '=', statement.ruling).executeTakeFirstOrThrow();
  const appeal = await db.selectFrom('appeal').selectAll().where('ruling', '=', ruling.id).executeTakeFirst();
  return { of: 'ruling', statement, ruling, appeal: appeal ?? null };
}

/** Whether one can object now. */
export function canAppeal({ statement, ruling, appeal }: ToldOfRuling, now_ms: number): boolean {
  const open = statement.appeal_until !== null && now_ms <= statement.appeal_until;
  return open && appeal === null && ruling.state === 'in_force' && ruling.final === 0;
}

/** Files an objection to a ruling; again, it changes nothing. */
export async function fileAppeal(
  options: FilingOptions,
  told: ToldOfRuling,
  text: string,
  language: Language,
): Promise<void> {
  const { db, cases, settings, clock } = options;
  await db.transaction().execute(async (trx) => {
    const now_ms = clock();
    const ruling = await trx
      .selectFrom('ruling')
      .selectAll()
      .where('id', '=', told.ruling.id)
      .executeTakeFirstOrThrow();
    if (!canAppeal({ ...told, ruling }, now_ms)) return;
    const id = newId('app');
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('appeal')
      .values({
        ...{ id, ruling: ruling.id, case_id: ruling.case_id, account: ruling.account, text, language },
        ...{ filed_at: now_ms, answer_at: now_ms + settings().appeals.answerDays * DAY_MS },
        ...{ rank: await rankOf(trx, ruling), state: 'open', leased_by: null, leased_until: 0, version: 0 },
        ...{ judged_by: null, judged_at: null, judged_reason: null },
        ...{ proposed_by: null, proposed_at: null, proposed_reason: null },
      })
      .onConflict((c) => c.column('ruling').doNothing())
      .executeTakeFirst();
    // sent twice at once: the other one counts
    if (numInsertedOrUpdatedRows !== 1n) return;
    await cases.appealed(trx, { case: ruling.case_id, by: null, now_ms }, { appeal: id, ruling: ruling.id });
    const detail = { ruling: ruling.id, account: ruling.account };
    await appendAudit(trx, { at_ms: now_ms, by: 'system', action: 'appeal.filed', subject: `appeal:${id}`, detail });
  });
}

/** The last appeals under a policy that say how often it was ruled wrongly. */
const PAST_MAX = 100;
const GRAVITY_POINTS = 10;
const MACHINE_POINTS = 5;
const ERROR_POINTS = 10;

/** Which is judged first: the graver the measure, with a machine's part in it, and where it was often wrong (D8). */
async function rankOf(trx: Transaction<Records>, ruling: RulingRow): Promise<number> {
  const past = await trx
    .selectFrom('appeal')
    .innerJoin('ruling', 'ruling.id', 'appeal.ruling')
    .select('appeal.state')
    .where('ruling.policy', '=', ruling.policy)
    .where('appeal.state', '<>', 'open')
    .orderBy('appeal.judged_at', 'desc')
    .limit(PAST_MAX)
    .execute();
  const wrong = past.filter(({ state }) => state === 'overturned').length / Math.max(1, past.length);
  const gravity = gravityOf(readMeasures(ruling)) * GRAVITY_POINTS;
  return Math.round(gravity + ruling.machine * MACHINE_POINTS + wrong * ERROR_POINTS);
}
