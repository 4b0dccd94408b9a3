/**
 * Notes become counts of days: a little more than a day after they came, when what followed on them is known. The counts are
 * raised and the notes deleted in one transaction, so that each counts once, however often it was told and whoever dies.
 */
import type { NoticesPolicy } from '@kith/contract';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { NoticeDayRow, NoticeNoteRow, Records } from '../ground/database/index.ts';
import { type Job, keepDoing, pause } from '../ground/jobs/index.ts';
import { countsOf, dayOf, FOLLOWS_WITHIN_MS } from './count.ts';

/** What is told late by up to an hour is still counted with what it follows. */
const LATE_MS = 3_600_000;
const OPEN_FOR_MS = FOLLOWS_WITHIN_MS + LATE_MS;
/** Notes that one transaction takes: a few thousand rows, so that nobody's commit waits for long. */
export const COUNTED_AT_ONCE = 500;
/**
 * Counts of days are kept for so long, days: three years show whether a changed notice did better, across seasons. They name nobody,
 * but what nobody looks at any more is not kept.
 */
export const COUNTS_KEPT_DAYS = 3 * 366;
const PAUSE_MS = 100;
const EVERY_MS = 300_000;

export interface CountingOptions {
  db: Kysely<Records>;
  policy: () => NoticesPolicy;
  /** the language that an account's own is shown in */
  shownIn: (language: string) => string;
  clock: () => number;
}

/** Counts up to so many notes whose time is over; gives how many. */
export function countNotes({ db, policy, shownIn, clock }: CountingOptions): Promise<number> {
  const now_ms = clock();
  return db.transaction().execute(async (trx) => {
    const skip = trx.getExecutor().adapter instanceof PostgresAdapter ? sql`for update skip locked` : sql``;
    const { rows } = await sql<NoticeNoteRow>`
      select * from notice_note where noted_at <= ${now_ms - OPEN_FOR_MS} and what in ('shown', 'told_enough', 'drawn')
      order by noted_at limit ${sql.lit(COUNTED_AT_ONCE)} ${skip}`.execute(trx);
    const notes = rows.map(numbered);
    if (notes.length === 0) {
      await forget(trx, now_ms);
      return 0;
    }
    const pairs = [...new Set(notes.map(({ pair }) => pair))];
    const all = await trx.selectFrom('notice_note').selectAll().where('pair', 'in', pairs).execute();
    const byPair = Map.groupBy(all.map(numbered), ({ pair }) => pair);
    const counts = new Map<string, NoticeDayRow>();
    for (const note of notes) {
      const { outlivedAfterHours } = policy();
      for (const what of countsOf(note, byPair.get(note.pair) ?? [], outlivedAfterHours)) {
        const row = { ...dayRow(note, shownIn(note.language)), what };
        const key = JSON.stringify(row);
        counts.set(key, { ...row, n: (counts.get(key)?.n ?? 0) + 1 });
      }
    }
    await raise(trx, counts);
    // answers stay a while: they may belong to what was noted after these
    await trx
      .deleteFrom('notice_note')
      .where(
        'id',
        'in',
        notes.map(({ id }) => id),
      )
      .execute();
    return notes.length;
  });
}

/** PostgreSQL gives whole numbers of 64 bits as text. */
const numbered = (row: NoticeNoteRow): NoticeNoteRow => ({
  ...row,
  at: Number(row.at),
  noted_at: Number(row.noted_at),
});

const dayRow = ({ at, kind, risk, experiment, value, what }: NoticeNoteRow, language: string) => ({
  ...{ day: dayOf(at), kind: kind ?? '', language, risk, experiment, arm: what === 'drawn' ? value : '' },
});

async function raise(trx: Kysely<Records>, counts: ReadonlyMap<string, NoticeDayRow>): Promise<void> {
  // in one order everywhere: two processes that raise the same counts must not wait for each other
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await trx
    .insertInto('notice_day')
    .values(rows)
    .onConflict((oc) =>
      oc
        .columns(['day', 'kind', 'language', 'risk', 'experiment', 'arm', 'what'])
        .doUpdateSet(({ ref, eb }) => ({ n: eb(ref('notice_day.n'), '+', ref('excluded.n')) })),
    )
    .execute();
}

/**
 * Answers and acts that nothing can need any more: everything that they could follow on has been counted. And counts that are too old;
 * the day is the first of their key, so that this finds none at once.
 */
async function forget(trx: Kysely<Records>, now_ms: number): Promise<void> {
  await trx
    .deleteFrom('notice_note')
    .where('noted_at', '<=', now_ms - 2 * OPEN_FOR_MS)
    .where('what', 'in', ['answered', 'did'])
    .execute();
  await trx
    .deleteFrom('notice_day')
    .where('day', '<', dayOf(now_ms) - COUNTS_KEPT_DAYS)
    .execute();
}

/** Begins at once, and goes on every few minutes until it is stopped. Several processes on one database may do it at once. */
export const keepCounting = (options: CountingOptions, failed: (error: unknown) => void): Job =>
  keepDoing({
    every_ms: EVERY_MS,
    async work(signal) {
      while (!signal.aborted && (await countNotes(options)) === COUNTED_AT_ONCE) await pause(PAUSE_MS, signal);
    },
    failed,
  });
