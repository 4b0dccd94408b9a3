/** Tells a source that takes it from programs what people here found of its entries. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { Log } from '../../ground/log/index.ts';
import { ImportError, type ImportFailure } from './failure.ts';
import { noteNotTold, noteTold, takeFeedback } from './feedback-rows.ts';
import type { ListSettings } from './settings.ts';
import { FETCH_LIMITS, type FetchLimits } from './sources/limits.ts';
import { NcmecFeedback } from './sources/ncmec/index.ts';
import { SourceBusy } from './sources/retry.ts';

/** Rows of one round at most: people find them one by one. */
const TOLD_MAX = 100;
/** A row is tried once, and again in another round: what waits meanwhile is in the database, and outlives this process. */
const LIMITS: FetchLimits = { ...FETCH_LIMITS, tries: 1 };

/** What the entry itself is refused for: no further try of it helps, and it stops no other. */
const OF_THE_ENTRY: ReadonlySet<ImportFailure> = new Set<ImportFailure>([
  'not_there',
  'source_refused',
  'not_tellable',
]);

export interface TellingOptions {
  db: Kysely<Records>;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
  limits?: FetchLimits;
}

/** What is due, one after the other, until the source fails: then the rest waits. @returns how many it was told */
export async function tellSource(
  { name: list, from }: ListSettings,
  { db, log, clock, limits = LIMITS }: TellingOptions,
  signal: AbortSignal,
): Promise<number> {
  if (from.kind !== 'ncmec') return 0;
  let feedback: NcmecFeedback | null = null;
  let told = 0;
  try {
    for (let rows = 0; rows < TOLD_MAX && !signal.aborted; rows++) {
      const row = await takeFeedback(db, list, clock());
      if (row === null) break;
      try {
        feedback ??= await NcmecFeedback.open(from, limits);
        await feedback.tell(row, signal);
      } catch (error) {
        // it may have arrived: the row is tried again when its lease ends, as after a kill
        if (signal.aborted) break;
        if (!(error instanceof ImportError)) throw error;
        const { code } = error;
        const ofTheEntry = OF_THE_ENTRY.has(code);
        const next = ofTheEntry ? 'never' : error instanceof SourceBusy ? error.after_ms : 0;
        const over = await noteNotTold(db, row, { code, next, now_ms: clock() });
        const then = over ? 'that is given up' : 'it will be tried again';
        log.warn({ list, code, tries: row.attempts }, `a source could not be told of a wrong entry, ${then}`);
        // what waits for a reason stops no other either
        if (!ofTheEntry && code !== 'reason_not_named') break;
        continue;
      }
      await noteTold(db, row, clock());
      told++;
    }
  } finally {
    await feedback?.close();
  }
  return told;
}
