/**
 * Counts are checked against what they were counted from: the log and the records are counted again, as far back as they reach,
 * and whatever differs is named. Questions can't be: nothing else remembers them.
 */
import type { Kysely } from 'kysely';
import type { DailyCountRow, Records } from '../../ground/database/index.ts';
import type { Turns } from '../../ground/jobs/index.ts';
import type { LogBlocks } from '../../knowledge/index.ts';
import { DAY_MS, dayOf } from './days.ts';
import { moveLate } from './late.ts';
import { type CountedFrom, type CountName, isCountName, namesOf } from './names.ts';
import { countedSince, countedThrough, firstCountedDay, progressOf } from './progress.ts';
import { Sums } from './raise.ts';
import { readCounts } from './read.ts';
import { countRecords } from './records.ts';
import { Tally } from './tally.ts';

/** Days of records that are counted together: some thousand rows in memory. */
const DAYS_AT_ONCE = 31;

export interface CountDifference {
  day: number;
  name: CountName;
  key: string;
  counted: number;
  /** counted again */
  found: number;
}

export interface CountsVerified {
  /** both included; null where no day is finished */
  days: { from: number; to: number } | null;
  /** the first day that was counted at all: of what lies before, nothing is known; null where there is none */
  since: number | null;
  /** the first of them that the log still has; null where it has none */
  logFrom: number | null;
  /** counts that were compared */
  compared: number;
  /** by day, name and key */
  differences: readonly CountDifference[];
}

export interface Verifying {
  db: Kysely<Records>;
  blocks: LogBlocks;
  /** all finished days where they are left out */
  fromDay?: number | undefined;
  toDay?: number | undefined;
  /** told of days that were compared, of how many */
  onProgress?: (done: number, of: number) => void;
  signal?: AbortSignal;
  /** of a process that decides: it goes first, block by block of the log */
  turns?: Turns;
}

export async function verifyCounts(asked: Verifying): Promise<CountsVerified> {
  const days = await daysOf(asked);
  const { records: since } = await countedSince(asked.db);
  if (days === null) return { days, since, logFrom: null, compared: 0, differences: [] };
  const reach = await logReach(asked.db, asked.blocks);
  const logFrom = reach === null || reach > days.to ? null : Math.max(reach, days.from);
  const comparing = new Comparing(asked, days.to - days.from + 1 + (logFrom === null ? 0 : days.to - logFrom + 1));
  for (let from = days.from; from <= days.to; from += DAYS_AT_ONCE) {
    const span = { fromDay: from, toDay: Math.min(days.to, from + DAYS_AT_ONCE - 1) };
    await comparing.compare('records', span.fromDay, span.toDay, await countRecords(asked.db, span));
  }
  if (logFrom !== null) {
    for (let day = logFrom; day <= days.to; day++) {
      await comparing.compare('log', day, day, await countLog(asked, day));
    }
  }
  const { compared } = comparing;
  return { days, since, logFrom, compared, differences: await withoutReopened(asked.db, comparing.differences) };
}

/** The days that are asked for, as far as they are finished and were counted. */
async function daysOf({ db, fromDay, toDay }: Verifying): Promise<CountsVerified['days']> {
  const last = await countedThrough(db);
  if (last === null) return null;
  const first = await firstCountedDay(db);
  if (first === null) return null;
  const from = Math.max(fromDay ?? 0, first);
  const to = Math.min(toDay ?? last, last);
  return from > to ? null : { from, to };
}

/** The first day that the log has whole, with the times of when its events were decided; null where there is none. */
async function logReach(db: Kysely<Records>, blocks: LogBlocks): Promise<number | null> {
  const began = await progressOf(db, 'log_from');
  if (began === null) return null;
  const { firstAt_ms, whole, copiedAt_ms } = await blocks.reach();
  const copied = copiedAt_ms === null ? 0 : dayOf(copiedAt_ms) + 1;
  if (firstAt_ms === null) return Math.max(began, copied);
  return Math.max(began, copied, whole ? 0 : dayOf(firstAt_ms) + 1);
}

async function countLog({ db, blocks, signal, turns }: Verifying, day: number): Promise<DailyCountRow[]> {
  const tally = new Tally();
  for await (const { events } of blocks.between(day * DAY_MS, (day + 1) * DAY_MS)) {
    signal?.throwIfAborted();
    await turns?.next();
    for (const { told, decision } of events) tally.add(told, decision);
  }
  const sums = new Sums();
  for (const [name, key, n] of tally.take()) sums.add(day, name, key, n);
  await moveLate(db, day, sums);
  return sums.rows().filter(({ n }) => n !== 0);
}

class Comparing {
  readonly #asked: Verifying;
  readonly #of: number;
  #done = 0;
  compared = 0;
  readonly differences: CountDifference[] = [];

  constructor(asked: Verifying, of: number) {
    this.#asked = asked;
    this.#of = of;
  }

  async compare(from: CountedFrom, fromDay: number, toDay: number, rows: readonly DailyCountRow[]): Promise<void> {
    const { db, signal, onProgress } = this.#asked;
    signal?.throwIfAborted();
    const names = namesOf(from);
    const found = new Map(rows.map(({ day, name, key, n }) => [JSON.stringify([day, name, key]), n]));
    for (const { day, name, key, n } of await readCounts(db, { names, fromDay, toDay })) {
      const of = JSON.stringify([day, name, key]);
      this.#note({ day, name, key, counted: n, found: found.get(of) ?? 0 });
      found.delete(of);
    }
    const ours = new Set(names);
    for (const { day, name, key, n } of rows)
      if (isCountName(name) && ours.has(name) && found.has(JSON.stringify([day, name, key])))
        this.#note({ day, name, key, counted: 0, found: n });
    this.#done += toDay - fromDay + 1;
    onProgress?.(this.#done, this.#of);
  }

  #note(one: CountDifference): void {
    this.compared++;
    if (one.counted !== one.found) this.differences.push(one);
  }
}

/** How long a case took, and whether that was in time, its row says of the last time only that it was decided. */
const OF_LAST_TIME: ReadonlySet<CountName> = new Set<CountName>(['cases_in_time', 'case_time']);

/** Leaves out what cases that were opened again since explain: their rows no longer say when they were decided before. */
async function withoutReopened(db: Kysely<Records>, all: readonly CountDifference[]): Promise<CountDifference[]> {
  const explained = new Set<CountDifference>();
  for (const some of Map.groupBy(all, ({ day, name }) => JSON.stringify([day, name])).values()) {
    const [first] = some;
    if (first === undefined || !OF_LAST_TIME.has(first.name)) continue;
    const { n } = await db
      .selectFrom('case_event')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('kind', '=', 'reopened')
      .where('at', '>=', (first.day + 1) * DAY_MS)
      .executeTakeFirstOrThrow();
    const more = some.reduce((sum, { counted, found }) => sum + Math.max(0, counted - found), 0);
    if (more <= Number(n) && some.every(({ counted, found }) => counted > found))
      for (const one of some) explained.add(one);
  }
  return all.filter((one) => !explained.has(one)).sort(inOrder);
}

const inOrder = (a: CountDifference, b: CountDifference): number =>
  a.day - b.day || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1);
