/** The log as blocks with their times: for whoever counts it again, also beside a Kith that runs on it. */
import type { Kysely } from 'kysely';
import type { PostgresRecords, Records, SqliteRecords } from '../ground/database/index.ts';
import { logCopiedAt } from './log-reach.ts';
import { datedBlocks, datedReach } from './postgres/transfer.ts';
import { readBody } from './resident/block.ts';
import type { LoggedBlock } from './store.ts';

/** Blocks read at once. */
const BLOCKS_READ = 64;
/** Blocks that are written at once may lie in another order than their times: clocks of machines differ by less, milliseconds. */
const OUT_OF_ORDER_MS = 600_000;

/** How far back the times of blocks are those of when their events were decided. */
export interface LogReach {
  /** of its first block, milliseconds since 1970; null where there is none */
  firstAt_ms: number | null;
  /** the log has its beginning */
  whole: boolean;
  /** it was copied from another store then, all in one day; null where it was not */
  copiedAt_ms: number | null;
}

export interface LogBlocks {
  reach(): Promise<LogReach>;
  /** Blocks that were committed from a time on up to another, itself not included, in the order of the log. */
  between(from_ms: number, until_ms: number): AsyncIterable<LoggedBlock>;
}

type Dated = AsyncIterable<LoggedBlock>;
type Bounds = Pick<LogReach, 'firstAt_ms' | 'whole'>;

const blocksOf = (db: Kysely<Records>, bounds: () => Promise<Bounds>, from: (at_ms: number) => Dated): LogBlocks => ({
  reach: async () => ({ ...(await bounds()), copiedAt_ms: await logCopiedAt(db) }),
  async *between(from_ms, until_ms) {
    for await (const block of from(from_ms - OUT_OF_ORDER_MS)) {
      if (block.at >= until_ms + OUT_OF_ORDER_MS) return;
      if (block.at >= from_ms && block.at < until_ms) yield block;
    }
  },
});

export const sqliteBlocks = ({ kysely, log }: SqliteRecords): LogBlocks =>
  blocksOf(
    kysely,
    async () => {
      for await (const { number, at } of log.idsFrom(0, 1)) return { firstAt_ms: at, whole: number <= 1 };
      return { firstAt_ms: null, whole: true };
    },
    async function* (at_ms) {
      const first = await log.numberSince(at_ms);
      if (first === 0) return;
      for await (const { at, firstPlace, body } of log.bodiesFrom(first, BLOCKS_READ)) {
        yield { at, events: readBody(firstPlace, body) };
      }
    },
  );

export const postgresBlocks = ({ kysely, pool }: PostgresRecords): LogBlocks =>
  blocksOf(
    kysely,
    () => datedReach(pool),
    (at_ms) => datedBlocks(pool, at_ms),
  );
