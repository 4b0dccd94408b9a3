/** The keys of cases, from the folder of keys, as what they are used for. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { caseKey, KeepError, type Key, type KeyFolder, nameOf } from '../../ground/sealing/index.ts';
import { CaseSeal } from './case-seal.ts';
import { EvidenceError } from './errors.ts';

export class CaseSeals {
  readonly #db: Kysely<Records>;
  readonly #folder: KeyFolder;

  constructor(db: Kysely<Records>, folder: KeyFolder) {
    this.#db = db;
    this.#folder = folder;
  }

  /** Made where the case has none (any more). @throws EvidenceError `no_key`; `destroyed` while that is going on */
  async forWriting(caseId: string, now_ms: number): Promise<CaseSeal> {
    const key = await readable(caseId, () => caseKey(this.#db, this.#folder, caseId, now_ms));
    const ends = await this.#db
      .selectFrom('kept_key')
      .select('id')
      .where('name', '=', nameOf({ case: caseId }))
      .where('id', '=', key.id)
      .where('destroyed_at', 'is not', null)
      .executeTakeFirst();
    if (ends !== undefined) {
      throw new EvidenceError('destroyed', `what ${caseId} has is being destroyed, its time was over: try again later`);
    }
    return new CaseSeal(caseId, key);
  }

  /**
   * @param key the id of the very key that something was sealed with
   * @throws EvidenceError `destroyed` or `no_key`
   */
  async forReading(caseId: string, key?: string): Promise<CaseSeal> {
    const there = await readable(caseId, () => this.#folder.read({ case: caseId }));
    if (there !== null && (key === undefined || there.id === key)) return new CaseSeal(caseId, there);
    const known = await this.#db
      .selectFrom('kept_key')
      .select(['id', 'destroyed_at'])
      .where('name', '=', nameOf({ case: caseId }))
      .executeTakeFirst();
    // of a case that was opened again the database knows the new key alone
    const destroyed = known !== undefined && (known.destroyed_at !== null || (key !== undefined && known.id !== key));
    if (destroyed)
      throw new EvidenceError(
        'destroyed',
        `the key of ${caseId} was destroyed: its time was over, or somebody gave it up as lost`,
      );
    throw new EvidenceError(
      'no_key',
      `the key of ${caseId} is not in the folder of keys: put its file back from the mirror (docs/OPERATING.md)`,
    );
  }

  /** The same; null where it can't be had. */
  async ifThere(caseId: string): Promise<CaseSeal | null> {
    try {
      return await this.forReading(caseId);
    } catch (error) {
      if (error instanceof EvidenceError) return null;
      throw error;
    }
  }
}

async function readable<T extends Key | null>(caseId: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof KeepError)) throw error;
    throw new EvidenceError('no_key', `the key of ${caseId} does not open: ${error.message}`, error);
  }
}
