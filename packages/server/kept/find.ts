/** Finds kept messages by a mark: in the runs of each day, and in the tail of packs that no run has yet. */
import { type Kysely, sql } from 'kysely';
import type { KeptHead, Records } from '../ground/database/index.ts';
import { dayOf } from '../ground/sealing/index.ts';
import { bytesOfMark, wordsOf } from './marks.ts';
import { type KeptRow, unpack } from './pack.ts';

/** Packs that are read at once: 32 messages each at most. */
const PACKS_AT_ONCE = 32;
/** Packs whose times are looked up by one statement. */
const IDS_AT_ONCE = 500;

export interface Span {
  /** milliseconds since 1970, themselves not included */
  before?: number | undefined;
  after?: number | undefined;
}

interface Wanted extends Span {
  mark: number;
  /** whether a message that may have the mark is one that is meant */
  isMeant(head: KeptHead): boolean;
  /** the oldest first, or the newest */
  forward: boolean;
}

interface Times {
  id: number;
  first_at: number;
  last_at: number;
}

/** Messages in order of time, in chunks: no message of a later chunk comes before one of an earlier. */
export async function* findKept(db: Kysely<Records>, wanted: Wanted): AsyncGenerator<KeptRow[]> {
  const { forward, before = Number.POSITIVE_INFINITY, after = Number.NEGATIVE_INFINITY, isMeant } = wanted;
  const isWanted = (row: KeptHead): boolean => row.at > after && row.at < before && isMeant(row);
  const byDay = await packsByDay(db, wanted);
  const days = [...byDay.keys()].sort((a, b) => (forward ? a - b : b - a));
  for (const day of days) {
    const packs = (await timesOf(db, byDay.get(day) ?? [])).filter((p) => p.last_at > after && p.first_at < before);
    packs.sort((a, b) => (forward ? a.first_at - b.first_at : b.last_at - a.last_at));
    let waiting: KeptRow[] = [];
    for (let from = 0; from < packs.length; from += PACKS_AT_ONCE) {
      waiting.push(...(await read(db, packs.slice(from, from + PACKS_AT_ONCE))).filter(isWanted));
      waiting.sort((a, b) => (forward ? a.at - b.at : b.at - a.at));
      const next = packs[from + PACKS_AT_ONCE];
      const isSafe = ({ at }: KeptRow): boolean =>
        next === undefined || (forward ? at < next.first_at : at > next.last_at);
      yield waiting.filter(isSafe);
      waiting = waiting.filter((row) => !isSafe(row));
    }
  }
}

/** The packs that may have messages with a mark, of every day. */
async function packsByDay(db: Kysely<Records>, { mark, before, after }: Wanted): Promise<Map<number, Set<number>>> {
  const bytes = bytesOfMark(mark);
  const [first, last] = [after === undefined ? 0 : dayOf(after), before === undefined ? LAST_DAY : dayOf(before)];
  const found = new Map<number, Set<number>>();
  const add = (day: number, pack: number): void => {
    const packs = found.get(day);
    if (packs === undefined) found.set(day, new Set([pack]));
    else packs.add(pack);
  };
  // the tail first: what goes from it into a run meanwhile is found there
  const tail = await db
    .selectFrom('kept_tail')
    .select(['pack', 'day'])
    .where('day', '>=', first)
    .where('day', '<=', last)
    .where(sql<boolean>`(marks IS NULL OR instr(marks, ${bytes}) > 0)`)
    .execute();
  for (const { day, pack } of tail) add(day, pack);
  const parts = await db
    .selectFrom('kept_run as r')
    .innerJoin('kept_part as p', 'p.run', 'r.id')
    .select(['r.id', 'r.day', 'p.entries'])
    .where('r.day', '>=', first)
    .where('r.day', '<=', last)
    .where(sql<boolean>`p.part = (CAST(${mark} AS bigint) >> r.shift)`)
    .where(sql<boolean>`instr(p.entries, ${bytes}) > 0`)
    .execute();
  for (const { id, day, entries } of parts) {
    const words = wordsOf(entries);
    for (let i = 0; i < words.length; i += 2) if (words[i] === mark) add(day, id + words[i + 1]);
  }
  return found;
}

/** Beyond all days that there are. */
const LAST_DAY = 2 ** 31 - 1;

async function timesOf(db: Kysely<Records>, ids: Iterable<number>): Promise<Times[]> {
  const all = [...ids];
  const times: Times[] = [];
  for (let from = 0; from < all.length; from += IDS_AT_ONCE) {
    const some = all.slice(from, from + IDS_AT_ONCE);
    times.push(
      ...(await db.selectFrom('kept_pack').select(['id', 'first_at', 'last_at']).where('id', 'in', some).execute()),
    );
  }
  return times;
}

async function read(db: Kysely<Records>, packs: readonly Times[]): Promise<KeptRow[]> {
  const ids = packs.map(({ id }) => id);
  const rows = await db.selectFrom('kept_pack').selectAll().where('id', 'in', ids).execute();
  return rows.flatMap(unpack);
}
