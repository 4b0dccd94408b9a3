/** Versions that were signed: read, and never written again. */
import { type AssessmentContent, assessmentContent, VERSIONS_MAX } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { AssessmentVersionRow, Records } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';

export interface Version {
  row: AssessmentVersionRow;
  content: AssessmentContent;
}

const versionOf = (row: AssessmentVersionRow): Version => ({
  row,
  content: assessmentContent.parse(JSON.parse(row.content)),
});

/** The newest first. */
export async function versionsOf(db: Kysely<Records>, kind: string): Promise<Version[]> {
  const rows = await db
    .selectFrom('assessment_version')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('number', 'desc')
    .limit(VERSIONS_MAX)
    .execute();
  return rows.map(versionOf);
}

/** The last of every kind, also of those that nobody asks about any more. */
export async function lastVersions(db: Kysely<Records>): Promise<Version[]> {
  const rows = await db
    .selectFrom('assessment_version as v')
    .selectAll()
    .where('number', '=', (eb) =>
      eb
        .selectFrom('assessment_version as newer')
        .select(({ fn }) => fn.max('newer.number').as('number'))
        .whereRef('newer.kind', '=', 'v.kind'),
    )
    .orderBy('kind')
    .execute();
  return rows.map(versionOf);
}

export async function lastVersion(db: Kysely<Records>, kind: string): Promise<Version | null> {
  const row = await db
    .selectFrom('assessment_version')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : versionOf(row);
}

/** @throws ProblemError `not_known` */
export async function readVersion(db: Kysely<Records>, kind: string, number: number): Promise<Version> {
  const row = await db
    .selectFrom('assessment_version')
    .selectAll()
    .where('kind', '=', kind)
    .where('number', '=', number)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('not_known', 'there is no such version', 'number');
  return versionOf(row);
}
