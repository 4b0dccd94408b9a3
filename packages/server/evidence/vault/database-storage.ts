/** The storage that needs nothing else: rows of the database, which its backups hold, too. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { EvidenceStorage } from './storage.ts';

/** Chunks deleted by one statement: everybody's events wait for it on SQLite. */
const DELETED_AT_ONCE = 8;
/** Addresses read at once. */
const LISTED_AT_ONCE = 500;

export class DatabaseStorage implements EvidenceStorage {
  readonly name = 'database';
  readonly #db: Kysely<Records>;

  constructor(db: Kysely<Records>) {
    this.#db = db;
  }

  async put(address: string, place: number, sealed: Uint8Array): Promise<void> {
    await this.#db
      .insertInto('evidence_chunk')
      .values({ address, place, sealed })
      .onConflict((c) => c.columns(['address', 'place']).doNothing())
      .execute();
  }

  async get(address: string, place: number): Promise<Uint8Array | null> {
    const row = await this.#db
      .selectFrom('evidence_chunk')
      .select('sealed')
      .where('address', '=', address)
      .where('place', '=', place)
      .executeTakeFirst();
    return row?.sealed ?? null;
  }

  async delete(address: string): Promise<void> {
    for (let deleted = DELETED_AT_ONCE; deleted >= DELETED_AT_ONCE; ) {
      const some = this.#db
        .selectFrom('evidence_chunk')
        .select('place')
        .where('address', '=', address)
        .orderBy('place')
        .limit(DELETED_AT_ONCE);
      const result = await this.#db
        .deleteFrom('evidence_chunk')
        .where('address', '=', address)
        .where('place', 'in', some)
        .executeTakeFirst();
      deleted = Number(result.numDeletedRows);
    }
  }

  async *list(): AsyncGenerator<string> {
    for (let after = ''; ; ) {
      const rows = await this.#db
        .selectFrom('evidence_chunk')
        .select('address')
        .distinct()
        .where('address', '>', after)
        .orderBy('address')
        .limit(LISTED_AT_ONCE)
        .execute();
      for (const { address } of rows) yield address;
      const last = rows.at(-1);
      if (last === undefined || rows.length < LISTED_AT_ONCE) return;
      after = last.address;
    }
  }
}
