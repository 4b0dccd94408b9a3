/** Takes away what was begun and never finished: a crash, or a call that broke off, between the bytes and their row. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { stored } from './chunks.ts';
import type { EvidenceStorage } from './storage.ts';

/** How long a blob may be written, milliseconds: the slowest upload, and then some. */
const UNFINISHED_MAX_MS = 24 * 3_600_000;
/** Blobs that are read at once. */
const READ_AT_ONCE = 100;
/** The name of the storage that is the database. */
const DATABASE = 'database';

/** Stands in a blob's row for its key while it is taken away. */
const COLLECTED = '';

/**
 * The row says so first: whoever is still at it can't finish then. It goes last: what breaks off between is gone on with. Rows are
 * there before bytes are, so the rows name all that was left. A folder or a bucket is not searched for bytes without a row: they may be another Kith's, or newer than a database
 * that was restored. In the database itself there is neither. Gives how many blobs it took away.
 */
export async function collectUnfinished(
  db: Kysely<Records>,
  storages: ReadonlyMap<string, EvidenceStorage>,
  now_ms: number,
): Promise<number> {
  let collected = 0;
  for (let some = READ_AT_ONCE; some >= READ_AT_ONCE; ) {
    const rows = await db
      .selectFrom('evidence_blob')
      .select(['address', 'storage'])
      .where('there_at', 'is', null)
      .where('begun_at', '<', now_ms - UNFINISHED_MAX_MS)
      // what lies where this process has no way to waits for one that has
      .where('storage', 'in', [...storages.keys()])
      .limit(READ_AT_ONCE)
      .execute();
    some = rows.length;
    for (const { address, storage } of rows) collected += await collect(db, storages.get(storage), address);
  }
  const own = storages.get(DATABASE);
  return collected + (own === undefined ? 0 : await collectRowless(db, own));
}

async function collect(db: Kysely<Records>, storage: EvidenceStorage | undefined, address: string): Promise<number> {
  if (storage === undefined) return 0;
  const unfinished = db.updateTable('evidence_blob').where('there_at', 'is', null).where('address', '=', address);
  const result = await unfinished.set({ key: COLLECTED }).executeTakeFirst();
  if (Number(result.numUpdatedRows) === 0) return 0;
  await stored(storage, () => storage.delete(address));
  await db.deleteFrom('evidence_blob').where('there_at', 'is', null).where('address', '=', address).execute();
  return 1;
}

/** What lies in the database beside no row: of a crash between the two. */
async function collectRowless(db: Kysely<Records>, own: EvidenceStorage): Promise<number> {
  const gone: string[] = [];
  for await (const address of own.list()) {
    const row = await db
      .selectFrom('evidence_blob')
      .select('address')
      .where('address', '=', address)
      .executeTakeFirst();
    if (row === undefined) gone.push(address);
  }
  for (const address of gone) await stored(own, () => own.delete(address));
  return gone.length;
}
