/** Which ids of events the resident store knows again: found in its log. */
import type { SqliteRecords } from '../../ground/database/index.ts';
import { IDS_KEPT, Seen } from './seen.ts';

/** An id that comes again within this time gets its first decision (rule 2). */
export const IDS_KEPT_MS = 3_600_000;
/** Blocks read at once. */
const BLOCKS_READ = 64;

/** The ids of the last hour and of the last IDS_KEPT events, from the log. */
export async function rememberIds(records: SqliteRecords, lastPlace: number, now_ms: number): Promise<Seen> {
  const first = await firstNeeded(records, lastPlace, now_ms - IDS_KEPT_MS);
  const seen = new Seen(first.firstPlace, now_ms);
  for await (const block of records.log.idsFrom(first.number, BLOCKS_READ)) {
    const ids = new Uint8Array(block.ids);
    const hashes = new Uint32Array(ids.buffer);
    for (let i = 0; i < hashes.length; i++) seen.add(hashes[i], block.firstPlace + i, now_ms);
  }
  return seen;
}

/** The first block that holds one of the last IDS_KEPT events or was written since a time. */
export async function firstNeeded(
  records: SqliteRecords,
  lastPlace: number,
  since_ms: number,
): Promise<{ number: number; firstPlace: number }> {
  const bounds = await records.log.bounds();
  const kept = await records.log.blockOf(Math.max(bounds.firstPlace, lastPlace - IDS_KEPT));
  if (kept === undefined) return { number: 1, firstPlace: 1 };
  const recent = await records.log.numberSince(since_ms);
  if (recent === 0 || recent >= kept.number) return kept;
  for await (const block of records.log.idsFrom(recent, 1)) return block;
  return kept;
}
