/** What followed from rulings on a case, as lines of its history: what the platform was asked for and has done, what the person was told. */
import { HISTORY_SHOWN_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { CaseEventRow, Records } from '../ground/database/index.ts';
import { line } from './history-line.ts';

/** The newest of each, in no order. @param ids the case, and those merged into it */
export async function followLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  return (await Promise.all([enforcementLines(db, ids), statementLines(db, ids)])).flat();
}

async function enforcementLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const rows = await db
    .selectFrom('enforcement')
    .select(['id', 'case_id', 'kind', 'source', 'requested_at', 'applied_at', 'applied_by'])
    .where('case_id', 'in', ids)
    .where('requested_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(HISTORY_SHOWN_MAX)
    .execute();
  return rows.flatMap(({ id, case_id, kind: measure, source, requested_at, applied_at, applied_by }) => {
    if (case_id === null || requested_at === null) return [];
    const about = { case_id, kind: 'enforcement' } as const;
    const asked = line(
      { ...about, id: `${id}_asked`, at: requested_at, by_staff: null },
      { what: 'requested', measure, source },
    );
    if (applied_at === null) return [asked];
    const by_staff = applied_by === PLATFORM ? null : applied_by;
    return [
      asked,
      line({ ...about, id: `${id}_applied`, at: applied_at, by_staff }, { what: 'applied', measure, source }),
    ];
  });
}

/** Said by its own event; else it is who of staff said that it was done by hand. */
const PLATFORM = 'platform';

async function statementLines(db: Kysely<Records>, ids: readonly string[]): Promise<CaseEventRow[]> {
  const told = [
    'statement.id',
    'statement.kind',
    'statement.created_at',
    'held_because',
    'held_by',
    'sent_at',
  ] as const;
  // each by an index of its own: asked for at once, all statements would be read
  const ofRulings = db
    .selectFrom('ruling')
    .innerJoin('statement', 'statement.ruling', 'ruling.id')
    .select([...told, 'ruling.case_id'])
    .where('ruling.case_id', 'in', ids)
    .orderBy('statement.created_at', 'desc')
    .limit(HISTORY_SHOWN_MAX);
  const automatic = db
    .selectFrom('enforcement')
    .innerJoin('statement', 'statement.enforcement', 'enforcement.id')
    .select([...told, 'enforcement.case_id'])
    .where('enforcement.case_id', 'in', ids)
    .orderBy('statement.created_at', 'desc')
    .limit(HISTORY_SHOWN_MAX);
  const rows = await Promise.all([ofRulings.execute(), automatic.execute()]);
  return rows.flat().flatMap(({ id, case_id, created_at, held_because, held_by, sent_at, kind: of }) => {
    if (case_id === null) return [];
    const about = { case_id, kind: 'statement' } as const;
    const held = line({ ...about, id: `${id}_held`, at: created_at, by_staff: held_by }, { what: 'held', of });
    const sent = line({ ...about, id: `${id}_sent`, at: sent_at ?? 0, by_staff: null }, { what: 'sent', of });
    return [...(held_because === null ? [] : [held]), ...(sent_at === null ? [] : [sent])];
  });
}
