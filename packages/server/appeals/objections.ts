/** Those who objected to a restriction of which nobody has ruled yet: the ruling on their case is the answer. */
import { JUDGED_SHOWN_MAX, type ObjectionPage } from '@kith/contract';
import { type Kysely, sql } from 'kysely';
import { whyBarred } from '../cases/index.ts';
import { pseudonymsOf } from '../enforcement/index.ts';
import type { Records } from '../ground/database/index.ts';

/** Who looks, when, and whether they may give a second look. */
export interface Viewer {
  by: string;
  second: boolean;
  now_ms: number;
}

/** Cases that were merged into one another in a row, at most. */
const MERGES_MAX = 50;

/** Those whose case waits, the first to object first. */
export async function openObjections(db: Kysely<Records>, viewer: Viewer): Promise<ObjectionPage> {
  const found = await waiting(db);
  const shown = found.slice(0, JUDGED_SHOWN_MAX);
  const cases = shown.map(({ about }) => about);
  const rows = shown.length === 0 ? [] : await db.selectFrom('cases').selectAll().where('id', 'in', cases).execute();
  const nameOf = await pseudonymsOf(
    db,
    rows.map(({ leased_by }) => leased_by),
  );
  const objections = await Promise.all(
    shown.map(async ({ statement, enforcement, account, kind, restricted_at, objected_at, begun, about }) => {
      const row = rows.find(({ id }) => id === about);
      if (row === undefined) throw new Error(`an objection to a case that is not there: ${about}`);
      const held = row.leased_by !== null && (row.leased_until ?? 0) > viewer.now_ms ? row.leased_by : null;
      return {
        ...{ id: statement, case: about, account, enforcement, kind },
        ...{ restrictedAt: iso(restricted_at), objectedAt: iso(objected_at) },
        text: await wroteIn(db, [about, begun], objected_at, enforcement),
        ...{ leasedBy: held === null ? null : nameOf(held), mine: held === viewer.by },
        barred: whyBarred(row, viewer),
      };
    }),
  );
  return { objections, more: found.length > shown.length };
}

const iso = (at: number): string => new Date(Number(at)).toISOString();

interface Waiting {
  statement: string;
  enforcement: string;
  account: string;
  kind: 'restrict' | 'suspend' | 'disable';
  restricted_at: number;
  objected_at: number;
  /** the case that the restriction began in, and the one that this was merged into since */
  begun: string;
  about: string;
}

/** From who objected over their case to what it was merged into: `statement_objected` bounds how many are looked at. */
async function waiting(db: Kysely<Records>): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    WITH RECURSIVE into_what (statement, begun, about, depth) AS (
      SELECT s.id, e.case_id, e.case_id, 0
      FROM statement s JOIN enforcement e ON e.id = s.enforcement
      WHERE s.objected_at IS NOT NULL AND e.case_id IS NOT NULL
      UNION ALL
      SELECT i.statement, i.begun, c.merged_into, i.depth + 1
      FROM into_what i JOIN cases c ON c.id = i.about
      WHERE c.merged_into IS NOT NULL AND i.depth < ${sql.lit(MERGES_MAX)}
    )
    SELECT i.statement, i.begun, i.about, s.account, s.enforcement, e.kind,
      e.created_at AS restricted_at, s.objected_at
    FROM into_what i
    JOIN cases c ON c.id = i.about AND c.merged_into IS NULL AND c.decided_at IS NULL
    JOIN statement s ON s.id = i.statement
    JOIN enforcement e ON e.id = s.enforcement
    ORDER BY s.objected_at, i.statement
    LIMIT ${sql.lit(JUDGED_SHOWN_MAX + 1)}`.execute(db);
  return rows;
}

/** What they wrote is a line of the case's history. */
async function wroteIn(
  db: Kysely<Records>,
  cases: readonly string[],
  at: number,
  enforcement: string,
): Promise<string | null> {
  const lines = await db
    .selectFrom('case_event')
    .select(['detail', 'note'])
    .where('case_id', 'in', cases)
    .where('at', '=', Number(at))
    .where('kind', '=', 'appealed')
    .execute();
  return lines.find(({ detail }) => detail === JSON.stringify({ enforcement }))?.note ?? null;
}
