/** Whether a key that was sent is good: the keys in memory, read again every few seconds. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Records } from '../database/index.ts';
import { KEYS_MAX, type Scope, shown } from './keys.ts';
import { hashSecret, readToken, sameHash } from './token.ts';

/** How old what is known of the keys may be, milliseconds: so long does a revoked key go on working at most. */
export const KEYS_FRESH_MS = 5_000;
/** A key that is not known may be a new one, and waits until the keys were read again: this often at most, milliseconds. */
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
  readonly #pause: (ms: number) => Promise<void>;
  #known: ReadonlyMap<string, Known> = new Map();
  /** when the reading began that `#known` comes from */
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  /**
   * @param clock milliseconds, of a clock that only rises: one that was set back would keep a revoked key alive
   * @param wait lets so many milliseconds of that clock go by
   */
  constructor(
    db: Kysely<Records>,
    clock: () => number = () => performance.now(),
    wait: (ms: number) => Promise<void> = pause,
  ) {
    this.#db = db;
    this.#clock = clock;
    this.#pause = wait;
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

  /** A key that was made before it is asked about is found: null only after a reading that began since. */
  async #holderLater(text: string): Promise<Holder | null> {
    const asked = this.#clock();
    if (this.#reading !== null) {
      await this.#reading;
      const holder = this.#find(text);
      if (holder !== null) return holder;
    }
    if (this.#readAt <= asked) await this.#readNext();
    return this.#find(text);
  }

  #find(text: string): Holder | null {
    const token = readToken(text);
    const known = this.#known.get(token?.id ?? '') ?? NOBODY;
    const same = sameHash(hashSecret(token?.secret ?? ''), known.hash);
    return same && known !== NOBODY ? known : null;
  }

  /** One reading serves all who wait for it to begin. */
  #readNext(): Promise<void> {
    const wait_ms = this.#triedAt + KEYS_LOOK_AGAIN_MS - this.#clock();
    if (wait_ms <= 0) return this.#read();
    this.#next ??= this.#pause(wait_ms).then(() => {
      // whoever asks from here on may ask about a key that this reading does not see
      this.#next = null;
      return this.#read();
    });
    return this.#next;
  }

  #read(): Promise<void> {
    const reading = this.#readNow().finally(() => {
      this.#reading = null;
    });
    this.#reading = reading;
    return reading;
  }

  async #readNow(): Promise<void> {
    // what is revoked while this is read counts as known from here on
    const began = this.#clock();
    this.#triedAt = began;
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
