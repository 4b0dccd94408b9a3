/** Takes away what was begun and never finished: a crash, or a call that broke off, between the bytes and their row. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { stored } from './chunks.ts';
import type { EvidenceStorage } from './storage.ts';

/** How long a blob may be written, milliseconds: the slowest upload, and then some. */
const UNFINISHED_MAX_MS = 24 * 3_600_000;
/** Blobs that are read at once. */
const READ_AT_ONCE = 100;

/**
 * The row goes first: whoever is still at it can't finish then. Bytes without any row are of a crash between the two: rows
 * are there before bytes are. Gives how many blobs it took away.
 */
export async function collectUnfinished(
  db: Kysely<Records>,
  storages: ReadonlyMap<string, EvidenceStorage>,
  now_ms: number,
): Promise<number> {
  let collected = 0;
  for (let some = READ_AT_ONCE; some >= READ_AT_ONCE; ) {
    const old = db
      .selectFrom('evidence_blob')
      .select('address')
      .where('there_at', 'is', null)
      .where('begun_at', '<', now_ms - UNFINISHED_MAX_MS)
      .limit(READ_AT_ONCE);
    const result = await db
      .deleteFrom('evidence_blob')
      .where('there_at', 'is', null)
      .where('address', 'in', old)
      .executeTakeFirst();
    some = Number(result.numDeletedRows);
  }
  for (const storage of storages.values()) {
    const gone: string[] = [];
    for await (const address of storage.list()) {
      const row = await db
        .selectFrom('evidence_blob')
        .select('address')
        .where('address', '=', address)
        .executeTakeFirst();
      if (row === undefined) gone.push(address);
    }
    for (const address of gone) await stored(storage, () => storage.delete(address));
    collected += gone.length;
  }
  return collected;
}
