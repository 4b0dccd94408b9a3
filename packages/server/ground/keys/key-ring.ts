/** Whether a key that was sent is good: the keys in memory, read again every few seconds. */
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { KEYS_MAX, type Scope, shown } from './keys.ts';
import { hashSecret, readToken, sameHash } from './token.ts';

/** How old what is known of the keys may be, milliseconds: so long does a revoked key go on working at most. */
export const KEYS_FRESH_MS = 5_000;
/** A key that is not known may be a new one: the keys are read again then, but not more often than this, milliseconds. */
export const KEYS_LOOK_AGAIN_MS = 250;

export interface Holder {
  /** the key's public part */
  id: string;
  scopes: ReadonlySet<Scope>;
}

interface Known extends Holder {
  hash: string;
}

/** Stands in for a key that is not known, so that looking one up takes the same path either way. */
const NOBODY: Known = { id: '', scopes: new Set(), hash: hashSecret('') };

export class KeyRing {
  readonly #db: Kysely<Records>;
  readonly #clock: () => number;
  #known: ReadonlyMap<string, Known> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  /** `clock`: milliseconds, of a clock that only rises: one that was set back would keep a revoked key alive */
  constructor(db: Kysely<Records>, clock: () => number = () => performance.now()) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Who holds the key; null where it is not a good key, whatever is wrong with it. Rejects where the keys can't be read.
   */
  async holder(text: string): Promise<Holder | null> {
    return this.holderNow(text) ?? this.#holderLater(text);
  }

  /** The same, answered at once for a key that is known well enough; null may mean "ask holder". */
  holderNow(text: string): Holder | null {
    return this.#clock() - this.#readAt > KEYS_FRESH_MS ? null : this.#find(text);
  }

  async #holderLater(text: string): Promise<Holder | null> {
    if (this.#clock() - this.#readAt >= KEYS_LOOK_AGAIN_MS) await this.#read();
    return this.#find(text);
  }

  #find(text: string): Holder | null {
    const token = readToken(text);
    const known = this.#known.get(token?.id ?? '') ?? NOBODY;
    const same = sameHash(hashSecret(token?.secret ?? ''), known.hash);
    return same && known !== NOBODY ? known : null;
  }

  /** One reading serves all who wait for it. */
  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    // what is revoked while this is read counts as known from here on
    const began = this.#clock();
    const rows = await this.#db
      .selectFrom('api_key')
      .selectAll()
      .where('revoked_at', 'is', null)
      .limit(KEYS_MAX)
      .execute();
    this.#known = new Map(
      rows.map((row) => {
        const { id, scopes } = shown(row);
        return [id, { id, scopes: new Set(scopes), hash: row.hash }];
      }),
    );
    this.#readAt = began;
  }
}
