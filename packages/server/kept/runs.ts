/**
 * Puts the marks of many packs in order, so that few places have to be looked at for one of them. An entry for each message in
 * an index of all took a page of the database each; here those of some thousand messages of a day are written at once, as
 * a run, in parts by their first bits. The more a day has, the longer its runs: there are some hundreds of them at most,
 * up to millions of messages a day.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { dayOf } from '../ground/sealing/index.ts';
import { bytesOf, MARKS_BYTES, marksOf, wordsOf } from './marks.ts';
import { unpack } from './pack.ts';

/** A day's next run is made when so many of its messages wait, or this part of those that have one. */
const WAITING_MIN = 1_024;
const WAITING_SHARE = 1 / 64;
/** Of a day that is over: little more comes. */
const WAITING_MIN_PAST = 256;
/** Messages of a run at most: everybody's events wait while it is written. */
const RUN_MESSAGES_MAX = 8_192;
/** Entries of a part, about: what is read of a run for one mark. */
const PART_ENTRIES = 128;
/** Packs without marks that are read by one statement. */
const PACKS_AT_ONCE = 500;
/** Parts that are written by one statement. */
const PARTS_AT_ONCE = 500;

export interface Marked {
  pack: number;
  marks: Uint8Array;
}

export interface Parts {
  /** the pack that entries count from */
  first: number;
  shift: number;
  /** by number; those without entries are left out */
  parts: Map<number, Uint8Array>;
}

/** Makes the runs that are due, of days that are still kept; gives how many. Several processes may do it at once. */
export async function makeRuns(db: Kysely<Records>, now_ms: number, firstKept: number): Promise<number> {
  let made = 0;
  const waiting = await db
    .selectFrom('kept_tail')
    .select(['day', sql<number>`sum(COALESCE(length(marks), ${sql.lit(MARKS_BYTES)}))`.as('bytes')])
    .where('day', '>=', firstKept)
    .groupBy('day')
    .execute();
  for (const { day, bytes } of waiting) {
    const due = await dueAt(db, day, dayOf(now_ms));
    for (let left = Number(bytes) / MARKS_BYTES; left >= due; made++) {
      const messages = await makeRun(db, day);
      if (messages === 0) break;
      left -= messages;
    }
  }
  return made;
}

async function dueAt(db: Kysely<Records>, day: number, today: number): Promise<number> {
  const { had } = await db
    .selectFrom('kept_run')
    .select(({ fn }) => fn.sum('messages').as('had'))
    .where('day', '=', day)
    .executeTakeFirstOrThrow();
  const least = day < today ? WAITING_MIN_PAST : WAITING_MIN;
  return Math.min(RUN_MESSAGES_MAX, Math.max(least, Number(had ?? 0) * WAITING_SHARE));
}

/** Takes the oldest packs of a day out of the tail; gives how many messages they have, by their marks. */
async function makeRun(db: Kysely<Records>, day: number): Promise<number> {
  const oldest = await db
    .selectFrom('kept_tail')
    .select(['pack', sql<number>`COALESCE(length(marks), ${sql.lit(MARKS_BYTES)})`.as('bytes')])
    .where('day', '=', day)
    .orderBy('pack')
    .limit(RUN_MESSAGES_MAX)
    .execute();
  let last = 0;
  let enough = RUN_MESSAGES_MAX * MARKS_BYTES;
  for (const { pack, bytes } of oldest) {
    last = pack;
    enough -= bytes;
    if (enough <= 0) break;
  }
  return db.transaction().execute(async (trx) => {
    // whoever comes second finds none of them
    const taken = await trx
      .deleteFrom('kept_tail')
      .where('day', '=', day)
      .where('pack', '<=', last)
      .returning(['pack', 'marks'])
      .execute();
    if (taken.length === 0) return 0;
    const marked: Marked[] = taken.flatMap(({ pack, marks }) => (marks === null ? [] : [{ pack, marks }]));
    marked.push(
      ...(await marksOfPacks(
        trx,
        taken.filter(({ marks }) => marks === null).map(({ pack }) => pack),
      )),
    );
    const messages = Math.ceil(marked.reduce((sum, { marks }) => sum + marks.length, 0) / MARKS_BYTES);
    await write(trx, day, messages, partsOf(marked));
    return messages;
  });
}

/** Of packs that came without. */
async function marksOfPacks(trx: Transaction<Records>, ids: readonly number[]): Promise<Marked[]> {
  const marked: Marked[] = [];
  for (let from = 0; from < ids.length; from += PACKS_AT_ONCE) {
    const some = ids.slice(from, from + PACKS_AT_ONCE);
    const packs = await trx.selectFrom('kept_pack').selectAll().where('id', 'in', some).execute();
    marked.push(...packs.map((pack) => ({ pack: pack.id, marks: marksOf(unpack(pack)) })));
  }
  return marked;
}

async function write(
  trx: Transaction<Records>,
  day: number,
  messages: number,
  { first, shift, parts }: Parts,
): Promise<void> {
  await trx.insertInto('kept_run').values({ id: first, day, messages, shift }).execute();
  const rows = [...parts].map(([part, entries]) => ({ run: first, part, entries }));
  for (let from = 0; from < rows.length; from += PARTS_AT_ONCE) {
    await trx
      .insertInto('kept_part')
      .values(rows.slice(from, from + PARTS_AT_ONCE))
      .execute();
  }
}

/** Entries in parts by the first bits of their marks; within a part in no order. */
export function partsOf(marked: readonly Marked[]): Parts {
  const first = marked.reduce((least, { pack }) => Math.min(least, pack), Number.POSITIVE_INFINITY);
  const lists = marked.map(({ pack, marks }) => ({ pack, words: wordsOf(marks) }));
  const entries = lists.reduce((sum, { words }) => sum + words.length, 0);
  const bits = Math.max(0, Math.ceil(Math.log2(entries / PART_ENTRIES)));
  const shift = 32 - bits;
  // a shift by 32 is none in JavaScript
  const partOf = (mark: number): number => (bits === 0 ? 0 : mark >>> shift);
  const ends = new Uint32Array(2 ** bits + 1);
  for (const { words } of lists) for (const mark of words) ends[partOf(mark) + 1]++;
  for (let i = 1; i < ends.length; i++) ends[i] += ends[i - 1];
  const starts = ends.slice();
  const all = new Uint32Array(entries * 2);
  for (const { pack, words } of lists) {
    for (const mark of words) {
      const at = starts[partOf(mark)]++ * 2;
      all[at] = mark;
      all[at + 1] = pack - first;
    }
  }
  const parts = new Map<number, Uint8Array>();
  for (let part = 0; part + 1 < ends.length; part++) {
    if (ends[part] === ends[part + 1]) continue;
    parts.set(part, bytesOf(all.slice(ends[part] * 2, ends[part + 1] * 2)));
  }
  return { first, shift, parts };
}
