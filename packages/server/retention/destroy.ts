/**
 * Destroys what a case has when its time is over: its key first, so that nobody can read it any more, in no backup either
 * (docs/decisions/0010-keys-in-files.md), then what lies under it. It is begun in one transaction, which nobody who adds to the
 * case can miss, and whatever breaks off afterwards is gone on with: nothing that was begun comes back.
 */
import { type ExpressionBuilder, type Kysely, sql, type Transaction } from 'kysely';
import { appendAudit } from '../ground/audit/index.ts';
import type { Records } from '../ground/database/index.ts';
import { type KeyFolder, nameOf } from '../ground/sealing/index.ts';
import { isOver, type Keeping, type KeepingPolicy, keepingOf } from './clocks.ts';

/** Cases that are looked at together. */
const LOOKED_AT_ONCE = 50;
/** Characters of the reasons that one line of the audit log says: some clocks with their laws. */
const BECAUSE_LENGTH_MAX = 2_000;

/** A kind of thing that lies under the keys of cases. */
export interface UnderKeys {
  /** names what it counts, in the audit log */
  readonly name: string;
  /**
   * Deletes what the case has of it, little by little; its key is destroyed by now. Gives how many there were. Called again where
   * it broke off.
   * @param because for the lines of the audit log that it may write
   */
  destroy(caseId: string, because: string, now_ms: number): Promise<number>;
}

export interface Destroying {
  db: Kysely<Records>;
  folder: KeyFolder;
  policy: () => KeepingPolicy;
  under: readonly UnderKeys[];
  now_ms: number;
}

/** Destroys what is due, and goes on with what broke off; gives the cases. Throws at the end what went wrong with any of them. */
export async function destroyDue(how: Destroying): Promise<string[]> {
  const failures: unknown[] = [];
  const done: string[] = [];
  const carryOut = async (id: string): Promise<void> => {
    try {
      await destroyCase(how, id);
      done.push(id);
    } catch (error) {
      failures.push(error);
    }
  };
  for (const id of await begun(how.db)) await carryOut(id);
  for (let after = ''; ; ) {
    const ids = await closedAfter(how.db, after);
    const keeping = await keepingOf(how.db, how.policy(), ids, how.now_ms);
    for (const id of ids) {
      const its = keeping.get(id);
      if (its !== undefined && isOver(its, how.now_ms) && (await begin(how, id))) await carryOut(id);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < LOOKED_AT_ONCE) break;
    after = last;
  }
  if (failures.length > 0) throw new AggregateError(failures, 'what some cases had could not be destroyed');
  return done;
}

async function begun(db: Kysely<Records>): Promise<string[]> {
  const rows = await db.selectFrom('case_keeping').select('case_id').where('destroying', 'is not', null).execute();
  return rows.map(({ case_id }) => case_id);
}

/**
 * Whether there is something under a case's key. Where all of it was destroyed, what people write about it later (an authority asked, and was
 * answered) lies under another key, which ends by the same clocks.
 */
const hasSome = ({ or, eb, exists, selectFrom }: ExpressionBuilder<Records, 'case_keeping'>) =>
  or([
    eb('case_keeping.released_at', 'is', null),
    exists(
      selectFrom('kept_key')
        .select('kept_key.id')
        .where('kept_key.name', '=', sql<string>`${nameOf({ case: '' })} || case_keeping.case_id`)
        .where('kept_key.destroyed_at', 'is', null),
    ),
  ]);

/** Cases that are closed and have something still. */
async function closedAfter(db: Kysely<Records>, after: string): Promise<string[]> {
  const rows = await db
    .selectFrom('case_keeping')
    .innerJoin('cases', 'cases.id', 'case_keeping.case_id')
    .select('case_keeping.case_id as id')
    .where(hasSome)
    .where('case_keeping.destroying', 'is', null)
    .where('cases.closed_at', 'is not', null)
    .where('case_keeping.case_id', '>', after)
    .orderBy('case_keeping.case_id')
    .limit(LOOKED_AT_ONCE)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Whoever adds to a case changes the row of its keeping and looks whether the key is in use, in one transaction; this does the
 * same the other way round, and looks at the clocks once more: who held it a moment ago is not passed over.
 */
function begin({ db, policy, now_ms }: Destroying, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const taken = await trx
      .updateTable('case_keeping')
      .set({ destroying: '' })
      .where('case_id', '=', id)
      .where(hasSome)
      .where('destroying', 'is', null)
      .executeTakeFirst();
    if (Number(taken.numUpdatedRows) !== 1) return false;
    const keeping = (await keepingOf(trx, policy(), [id], now_ms)).get(id);
    const over = keeping !== undefined && isOver(keeping, now_ms);
    await trx
      .updateTable('case_keeping')
      .set({ destroying: over ? inWords(keeping) : null })
      .where('case_id', '=', id)
      .execute();
    if (over) await endKey(trx, id, now_ms);
    return over;
  });
}

/** That it is destroyed is said first: what is sealed with it from now on is not taken. */
const endKey = (trx: Transaction<Records>, id: string, now_ms: number) =>
  trx
    .updateTable('kept_key')
    .set({ destroyed_at: now_ms })
    .where('name', '=', nameOf({ case: id }))
    .where('destroyed_at', 'is', null)
    .execute();

/** Which clocks had run, and when each ended. */
const inWords = ({ clocks }: Keeping): string =>
  clocks
    .map(({ clock, until_ms, law }) => {
      const until = until_ms === null ? '' : ` until ${new Date(until_ms).toISOString()}`;
      return `${clock}${until}${law === null ? '' : ` (${law})`}`;
    })
    .join('; ')
    .slice(0, BECAUSE_LENGTH_MAX);

async function destroyCase({ db, folder, under, now_ms }: Destroying, id: string): Promise<void> {
  const row = await db
    .selectFrom('case_keeping')
    .select('destroying')
    .where('case_id', '=', id)
    .executeTakeFirstOrThrow();
  // another process was first
  if (row.destroying === null) return;
  if (await hasEnded(db, id)) await folder.destroy({ case: id });
  const counts: Record<string, number> = {};
  for (const kind of under) counts[kind.name] = await kind.destroy(id, row.destroying, now_ms);
  await db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('case_keeping')
      .set({ destroying: null, released_at: now_ms, messages_at: null })
      .set({ held_until: null, held_why: null, held_by: null, held_sealed: null })
      .where('case_id', '=', id)
      .where('destroying', 'is not', null)
      .executeTakeFirst();
    if (Number(ended.numUpdatedRows) !== 1) return;
    const detail = { ...counts, because: row.destroying };
    await appendAudit(trx, {
      ...{ at_ms: now_ms, by: 'system', action: 'evidence.destroyed', subject: `case:${id}`, detail },
    });
  });
}

/** Whoever came back to the case meanwhile has made it another key, which stays. */
async function hasEnded(db: Kysely<Records>, id: string): Promise<boolean> {
  const key = await db
    .selectFrom('kept_key')
    .select('destroyed_at')
    .where('name', '=', nameOf({ case: id }))
    .executeTakeFirst();
  return key?.destroyed_at !== null;
}
