/**
 * Makes what is staged the next version of its list. Entries are written as being in a version from the next one on, and not
 * from the next one on, while everybody still matches against the version before; then one transaction says that the next
 * one is the one in use. So half an import is never seen, and one that is interrupted here goes on, or over what it did.
 */
import { type Kysely, sql } from 'kysely';
import { appendAudit } from '../../ground/audit/index.ts';
import type { KnownVersionRow, Records } from '../../ground/database/index.ts';
import { prolong } from './lease.ts';
import { at, FIRST, nextIds, nextPlace, places } from './places.ts';
import { clearStaged, GONE, type Writing } from './staging.ts';

export interface Applying {
  /** when the source said so, milliseconds since 1970; null where it does not say: as it was */
  freshAt_ms: number | null;
  /** when it is asked next */
  next_ms: number;
  /** where the source's own changes continue; null where it gives whole lists */
  cursor: string | null;
}

/** @returns the version as it is in use */
export async function applyStaged(
  writing: Writing,
  version: Pick<KnownVersionRow, 'number' | 'whole'>,
  { freshAt_ms, next_ms, cursor }: Applying,
): Promise<KnownVersionRow> {
  const { db, lease, clock } = writing;
  await add(writing, version.number);
  await (version.whole === 1 ? removeAbsent(writing, version.number) : removeReplaced(writing, version.number));
  const live = await db.transaction().execute(async (trx) => {
    await prolong(trx, lease, clock());
    const { added, removed } = await trx
      .selectFrom('known_version')
      .select(['added', 'removed'])
      .where('list', '=', lease.list)
      .where('number', '=', version.number)
      .executeTakeFirstOrThrow();
    const { entries: before } = await trx
      .selectFrom('known_list')
      .select('entries')
      .where('name', '=', lease.list)
      .executeTakeFirstOrThrow();
    const entries = Number(before) + Number(added) - Number(removed);
    await trx
      .updateTable('known_version')
      .set({ state: 'past' })
      .where('list', '=', lease.list)
      .where('state', '=', 'live')
      .execute();
    const row = await trx
      .updateTable('known_version')
      .set({ state: 'live', finished_at: clock(), entries, resume: null })
      .where('list', '=', lease.list)
      .where('number', '=', version.number)
      .returningAll()
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('known_list')
      .set({
        live: version.number,
        entries,
        ...(freshAt_ms !== null && { fresh_at: freshAt_ms }),
        next_at: next_ms,
        failures: 0,
        last_error: null,
        cursor,
      })
      .where('name', '=', lease.list)
      .execute();
    await appendAudit(trx, {
      at_ms: clock(),
      by: 'system',
      action: 'known_list.imported',
      subject: `known_list:${lease.list}`,
      detail: {
        ...{ version: version.number, entries, added: Number(added), removed: Number(removed) },
        ...{ bad: Number(row.bad), verifiedBy: row.verified_by, checksum: row.checksum },
      },
    });
    return row;
  });
  await clearStaged(writing);
  return live;
}

/** Staged entries that the list does not have are in it from the next version on. */
async function add(writing: Writing, number: number): Promise<void> {
  const { lease } = writing;
  for (let after = FIRST; ; ) {
    const upTo = await nextPlace(writing.db, 'known_staged', lease.list, after);
    if (upTo === null) return;
    await step(writing, number, 'added', (trx) =>
      sql`
        INSERT INTO known_entry (list, algorithm, hash, source_id, category, added_in, removed_in)
        SELECT list, algorithm, hash, source_id, category, ${sql.lit(number)}, NULL FROM known_staged s
        WHERE list = ${lease.list} AND algorithm <> ${GONE}
          AND ${places} > ${at(after)} AND ${places} <= ${at(upTo)}
          AND NOT EXISTS (
            SELECT 1 FROM known_entry e
            WHERE e.list = s.list AND e.algorithm = s.algorithm AND e.hash = s.hash AND e.source_id = s.source_id
              AND e.category = s.category AND e.removed_in IS NULL
          )`.execute(trx),
    );
    after = upTo;
  }
}

/** Of a whole list: what is not staged is in it no more. */
async function removeAbsent(writing: Writing, number: number): Promise<void> {
  const { lease } = writing;
  for (let after = FIRST; ; ) {
    const upTo = await nextPlace(writing.db, 'known_entry', lease.list, after);
    if (upTo === null) return;
    await step(writing, number, 'removed', (trx) =>
      sql`
        UPDATE known_entry SET removed_in = ${number}
        WHERE list = ${lease.list} AND removed_in IS NULL AND added_in < ${number}
          AND ${places} > ${at(after)} AND ${places} <= ${at(upTo)} AND NOT EXISTS (${sameStaged})`.execute(trx),
    );
    after = upTo;
  }
}

/** Of changes: what the source said something else of is in it no more. */
async function removeReplaced(writing: Writing, number: number): Promise<void> {
  const { lease } = writing;
  for (let after = ''; ; ) {
    const ids = await nextIds(writing.db, lease.list, after);
    const last = ids.at(-1);
    if (last === undefined) return;
    await step(writing, number, 'removed', (trx) =>
      sql`
        UPDATE known_entry SET removed_in = ${number}
        WHERE list = ${lease.list} AND removed_in IS NULL AND added_in < ${number} AND source_id <> ''
          AND source_id IN (${sql.join(ids)}) AND NOT EXISTS (${sameStaged})`.execute(trx),
    );
    after = last;
  }
}

const sameStaged = sql`
  SELECT 1 FROM known_staged s
  WHERE s.list = known_entry.list AND s.algorithm = known_entry.algorithm AND s.hash = known_entry.hash
    AND s.source_id = known_entry.source_id AND s.category = known_entry.category`;

/** One bounded piece of work, with its count, in a transaction under the lease. */
async function step(
  { db, lease, clock }: Writing,
  number: number,
  counted: 'added' | 'removed',
  work: (trx: Kysely<Records>) => Promise<{ numAffectedRows?: bigint }>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await prolong(trx, lease, clock());
    const rows = Number((await work(trx)).numAffectedRows ?? 0);
    if (rows === 0) return;
    await trx
      .updateTable('known_version')
      .set((e) => ({ [counted]: e(counted, '+', rows) }))
      .where('list', '=', lease.list)
      .where('number', '=', number)
      .execute();
  });
}

/** Takes back what applying a version has written, where that version is given up before it was in use. */
export async function undoApplied(writing: Writing, number: number): Promise<void> {
  const { db, lease, clock } = writing;
  for (let after = FIRST; ; ) {
    const upTo = await nextPlace(db, 'known_entry', lease.list, after);
    if (upTo === null) return;
    const range = sql`list = ${lease.list} AND ${places} > ${at(after)} AND ${places} <= ${at(upTo)}`;
    await db.transaction().execute(async (trx) => {
      await prolong(trx, lease, clock());
      await sql`DELETE FROM known_entry WHERE ${range} AND added_in = ${number}`.execute(trx);
      await sql`UPDATE known_entry SET removed_in = NULL WHERE ${range} AND removed_in = ${number}`.execute(trx);
    });
    after = upTo;
  }
}
