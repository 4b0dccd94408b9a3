/** Holds: nothing of a case is destroyed, whatever its clocks say. One hold a case, for its messages and all other evidence. */
import type { Kysely, Transaction } from 'kysely';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { FOREVER_MS } from '../../retention/index.ts';
import type { Place } from './case-seal.ts';
import type { CaseSeals } from './case-seals.ts';
import { EvidenceError } from './errors.ts';

export interface NewHold {
  case: string;
  reason: string;
  by: AuditBy;
  /** null for ever; what is past takes a hold away */
  until_ms: number | null;
  at_ms: number;
}

/** As it is shown. */
export interface CaseHold {
  /** null where it has no end */
  until_ms: number | null;
  /** empty where it can't be read (any more) */
  reason: string;
  by: AuditBy | null;
}

const reasonPlace = (until_ms: number): Place => ['hold', until_ms];

/**
 * A hold wins over destroying, or is refused: never taken and then lost. Destroying is begun in one transaction that changes the
 * row of the case's keeping before it looks at what holds it (retention/destroy.ts); a hold changes the rows of the case and of all
 * that were merged into it before it looks whether one is being destroyed, or was.
 * @throws EvidenceError `not_known`, `no_key`; `destroyed` where that has begun, or nothing is left
 */
export async function setHold(db: Kysely<Records>, seals: CaseSeals, hold: NewHold): Promise<void> {
  const { case: id, by, at_ms } = hold;
  const until_ms = hold.until_ms ?? FOREVER_MS;
  const holds = until_ms > at_ms;
  const found = await db.selectFrom('cases').select('account').where('id', '=', id).executeTakeFirst();
  if (found === undefined) throw new EvidenceError('not_known', `there is no case ${id}`);
  // twice: what is refused makes no key; and again where nobody can begin meanwhile
  if (holds) await refuseDestroyed(db, id);
  const seal = await seals.forWriting(id, at_ms);
  const sealed = seal.seal(reasonPlace(until_ms), hold.reason);
  const held = {
    // one that is over says that nothing else holds it, either: a ruling to refer it
    held_until: holds ? until_ms : null,
    ...{ held_why: null, held_by: by, held_sealed: sealed },
  };
  await db.transaction().execute(async (trx) => {
    if (holds) await refuseDestroyed(trx, id);
    // whatever held a case that was merged into it holds it, too: it is let go of as one
    if (!holds) await letGo(trx, id, held);
    await trx
      .insertInto('case_keeping')
      .values({ case_id: id, account: found.account, preserved_at: at_ms, released_at: null, ...held })
      .onConflict((c) => c.column('case_id').doUpdateSet(held))
      .execute();
    const about = { at_ms, by, subject: `case:${id}` };
    const until = until_ms === FOREVER_MS ? null : new Date(until_ms).toISOString();
    if (holds) await appendAudit(trx, { ...about, action: 'evidence.held', detail: { until } });
    else await appendAudit(trx, { ...about, action: 'evidence.released' });
  });
}

/** What is begun can't be called back: its key is going. What is held of the others would be less than was asked for. */
async function refuseDestroyed(db: Kysely<Records>, id: string): Promise<void> {
  const { merged_into } = await db
    .selectFrom('cases')
    .select('merged_into')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const root = merged_into ?? id;
  const rows = await db
    .updateTable('case_keeping')
    .set(({ ref }) => ({ preserved_at: ref('preserved_at') }))
    .where('case_id', 'in', ({ selectFrom }) =>
      selectFrom('cases')
        .select('id')
        .where(({ or, eb }) => or([eb('id', '=', root), eb('merged_into', '=', root)])),
    )
    .returning(['case_id', 'destroying', 'released_at'])
    .execute();
  const going = rows.find(({ destroying }) => destroying !== null);
  if (going !== undefined) {
    const message = `what ${going.case_id} has is being destroyed, its time was over: it can't be held any more`;
    throw new EvidenceError('destroyed', message);
  }
  // of a case that never had anything, what comes is held
  if (rows.length === 0 || rows.some(({ released_at }) => released_at === null)) return;
  throw new EvidenceError('destroyed', `what ${id} had was destroyed, its time was over: there is nothing to hold`);
}

/** What an end writes over the hold of a case, each under its own key: why it ended is said of the one that people look at. */
const letGo = (trx: Transaction<Records>, id: string, { held_by }: { held_by: string }) =>
  trx
    .updateTable('case_keeping')
    .set({ held_until: null, held_why: null, held_by, held_sealed: null })
    .where('held_until', 'is not', null)
    .where('case_id', 'in', (eb) => eb.selectFrom('cases').select('id').where('merged_into', '=', id))
    .execute();

/** Of a case, or else of one that was merged into it: what holds one holds all. */
export async function holdOf(
  db: Kysely<Records>,
  seals: CaseSeals,
  caseId: string,
  now_ms: number,
): Promise<CaseHold | null> {
  const merged = await db.selectFrom('cases').select('id').where('merged_into', '=', caseId).execute();
  const rows = await db
    .selectFrom('case_keeping')
    .selectAll()
    .where('case_id', 'in', [caseId, ...merged.map(({ id }) => id)])
    .where('held_until', '>', now_ms)
    .orderBy('held_until', 'desc')
    .execute();
  const row = rows.find(({ case_id }) => case_id === caseId) ?? rows[0];
  if (row === undefined || row.held_until === null) return null;
  const seal = row.held_sealed === null ? null : await seals.ifThere(row.case_id);
  const sealed = row.held_sealed === null ? null : seal?.unseal(reasonPlace(row.held_until), row.held_sealed);
  return {
    until_ms: row.held_until === FOREVER_MS ? null : row.held_until,
    reason: sealed?.toString('utf8') ?? row.held_why ?? '',
    by: byOf(row.held_by),
  };
}

const STAFF = /^staff:(.+)$/;
const KEY = /^key:(.+)$/;

function byOf(text: string | null): AuditBy | null {
  if (text === 'operator' || text === 'system') return text;
  const staff = STAFF.exec(text ?? '')?.[1];
  if (staff !== undefined) return `staff:${staff}`;
  const key = KEY.exec(text ?? '')?.[1];
  return key === undefined ? null : `key:${key}`;
}
