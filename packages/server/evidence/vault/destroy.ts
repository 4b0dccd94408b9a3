/** Ends the evidence of a case whose key is destroyed: its bytes go, and each item says in its custody that it is gone, and why. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { stored } from './chunks.ts';
import { addCustody } from './custody.ts';
import type { EvidenceStorage } from './storage.ts';

/** Items that are ended in one transaction: everybody's events wait for it on SQLite. */
const ENDED_AT_ONCE = 50;
/** Blobs that are read at once. */
const BLOBS_AT_ONCE = 50;

interface Ending {
  db: Kysely<Records>;
  storageOf(name: string): EvidenceStorage;
}

interface Ended {
  caseId: string;
  because: string;
  now_ms: number;
}

/** Gives how many items it ended. */
export async function destroyItems(how: Ending, ended: Ended): Promise<number> {
  await deleteBlobs(how, ended.caseId);
  let items = 0;
  for (let some = ENDED_AT_ONCE; some >= ENDED_AT_ONCE; items += some) some = await endSome(how.db, ended);
  return items;
}

async function deleteBlobs({ db, storageOf }: Ending, caseId: string): Promise<void> {
  for (let some = BLOBS_AT_ONCE; some >= BLOBS_AT_ONCE; ) {
    const blobs = await db
      .selectFrom('evidence_blob')
      .select(['address', 'storage'])
      .where('case_id', '=', caseId)
      .limit(BLOBS_AT_ONCE)
      .execute();
    for (const { address, storage: name } of blobs) {
      const storage = storageOf(name);
      await stored(storage, () => storage.delete(address));
      await db.deleteFrom('evidence_blob').where('address', '=', address).execute();
    }
    some = blobs.length;
  }
}

function endSome(db: Kysely<Records>, { caseId, because, now_ms }: Ended): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const items = await trx
      .selectFrom('evidence_item')
      .select('id')
      .where('case_id', '=', caseId)
      .where('destroyed_at', 'is', null)
      .limit(ENDED_AT_ONCE)
      .execute();
    const ids = items.map(({ id }) => id);
    if (ids.length === 0) return 0;
    const gone = { destroyed_at: now_ms, sealed: null, blob: null };
    // another process may have ended some meanwhile: each is ended once
    const ended = await trx
      .updateTable('evidence_item')
      .set(gone)
      .where('id', 'in', ids)
      .where('destroyed_at', 'is', null)
      .returning('id')
      .execute();
    for (const { id: item } of ended) {
      const what = { what: 'destroyed', by: 'system', detail: { because } } as const;
      await addCustody(trx, { ...what, item, case: caseId, at_ms: now_ms });
    }
    return ids.length;
  });
}
