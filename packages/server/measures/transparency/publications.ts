/** Published reports in the records: frozen as they were published, in editions; withdrawn ones stay, with the reason. */
import type { Kysely, Selectable } from 'kysely';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { Records, TransparencyReportRow } from '../../ground/database/index.ts';
import { ProblemError } from '../../ground/http/index.ts';
import { type Earlier, keptSums } from './compose.ts';
import { type ReportContent, reportContent } from './content.ts';

export interface Publication {
  id: string;
  from: string;
  to: string;
  /** from 1; a corrected report is the next edition of the same months */
  edition: number;
  publishedAt_ms: number;
  /** as in the audit log */
  by: string;
  /** what a corrected edition says of what it changes; '' for the first */
  changes: string;
  sha256: string;
  withdrawn: { at_ms: number; why: string } | null;
}

/** Reports that are listed: decades of quarters. */
const LISTED_MAX = 500;

type Row = Selectable<TransparencyReportRow>;
type Listed = Omit<Row, 'content' | 'kept' | 'number'>;

const publicationOf = (row: Listed): Publication => ({
  ...{ id: row.id, from: row.from_month, to: row.to_month, edition: row.edition, by: row.published_by },
  ...{ publishedAt_ms: Number(row.published_at), changes: row.changes, sha256: row.sha256 },
  withdrawn: row.withdrawn_at === null ? null : { at_ms: Number(row.withdrawn_at), why: row.withdrawn_why ?? '' },
});

const LISTED = [
  ...(['id', 'from_month', 'to_month', 'edition', 'published_at', 'published_by', 'changes', 'sha256'] as const),
  ...(['withdrawn_at', 'withdrawn_by', 'withdrawn_why'] as const),
] as const;

/** The newest months first, and of the same the newest edition. */
export async function listPublications(db: Kysely<Records>): Promise<Publication[]> {
  const rows = await db
    .selectFrom('transparency_report')
    .select(LISTED)
    .orderBy('to_month', 'desc')
    .orderBy('from_month', 'desc')
    .orderBy('edition', 'desc')
    .limit(LISTED_MAX)
    .execute();
  return rows.map(publicationOf);
}

export interface Published {
  publication: Publication;
  content: ReportContent;
}

export async function readPublication(db: Kysely<Records>, id: string): Promise<Published | null> {
  const row = await db.selectFrom('transparency_report').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return { publication: publicationOf(row), content: reportContent.parse(JSON.parse(row.content)) };
}

/** Of each period the last edition that stands, as they are listed: those that the public is shown. */
export const standing = (all: readonly Publication[]): Publication[] =>
  all.filter((one) => one.withdrawn === null && !all.some((other) => isNewer(other, one)));

export const isNewer = (one: Publication, than: Publication): boolean =>
  one.from === than.from && one.to === than.to && one.edition > than.edition && one.withdrawn === null;

/** What those say. */
export async function standingReports(db: Kysely<Records>): Promise<ReportContent[]> {
  const read = await Promise.all(standing(await listPublications(db)).map(({ id }) => readPublication(db, id)));
  return read.flatMap((one) => (one === null ? [] : [one.content]));
}

/** What the public knows already: every edition, those that were withdrawn too. */
export async function earlierOf(db: Kysely<Records>): Promise<Earlier[]> {
  const rows = await db
    .selectFrom('transparency_report')
    .select(['content', 'kept'])
    .orderBy('published_at')
    .orderBy('id')
    .execute();
  return rows.map(({ content, kept }) => ({
    months: reportContent.parse(JSON.parse(content)).months,
    sums: keptSums.parse(JSON.parse(kept)),
  }));
}

export interface ToPublish {
  content: ReportContent;
  kept: Earlier['sums'];
  sha256: string;
  edition: number;
  /** how many reports the draft was composed in the knowledge of */
  after: number;
  changes: string;
  by: AuditBy;
  at_ms: number;
}

/**
 * The newest edition of these months, where it says the same, and the same of what it changes: published once, it needn't be again,
 * however often somebody presses the button.
 */
export async function sameEdition(
  db: Kysely<Records>,
  { from, to, sha256, changes }: { from: string; to: string; sha256: string; changes: string },
): Promise<string | null> {
  const newest = (await listPublications(db)).find((one) => one.from === from && one.to === to);
  const same = newest?.withdrawn === null && newest.sha256 === sha256 && newest.changes === changes;
  return same ? newest.id : null;
}

/** @throws ProblemError `report_changed` where another report was published since the draft */
export function publish(
  db: Kysely<Records>,
  { content, kept, sha256, edition, after, changes, by, at_ms }: ToPublish,
): Promise<string> {
  const [from = '', to = from] = [content.months[0], content.months.at(-1)];
  return db.transaction().execute(async (trx) => {
    const { count } = await trx
      .selectFrom('transparency_report')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) !== after) throw changed();
    const id = `${from}_${to}_${edition}`;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('transparency_report')
      .values({
        ...{ id, number: after + 1, from_month: from, to_month: to, edition, published_at: at_ms, published_by: by },
        ...{ changes, sha256, content: JSON.stringify(content), kept: JSON.stringify(kept) },
        ...{ withdrawn_at: null, withdrawn_by: null, withdrawn_why: null },
      })
      // of two at the same moment, the number's key lets one through
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw changed();
    await appendAudit(trx, {
      ...{ at_ms, by, action: 'transparency.published', subject: `transparency:${id}` },
      detail: { from, to, edition, sha256 },
    });
    return id;
  });
}

const changed = () =>
  new ProblemError(
    'report_changed',
    'another report was published, or the numbers are others, since you looked: look at a new draft',
  );

/** Takes a report off the public page; its address says that it was withdrawn, and why. */
export async function withdraw(
  db: Kysely<Records>,
  { id, why, by, at_ms }: { id: string; why: string; by: AuditBy; at_ms: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('transparency_report')
      .set({ withdrawn_at: at_ms, withdrawn_by: by, withdrawn_why: why })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ProblemError('not_found', 'no such report is published');
    await appendAudit(trx, { at_ms, by, action: 'transparency.withdrawn', subject: `transparency:${id}`, detail: {} });
  });
}
