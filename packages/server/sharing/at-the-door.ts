/**
 * What sharing does where accounts are told of, while the values are still there: hashes them under each agreement's salt, notes the
 * hashes for the day on which the account is disabled, and looks them up among what others have shared.
 */
import type { HashedIdentifiers, Lead } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records, SharedHashRow } from '../ground/database/index.ts';
import type { PlainTrait } from '../returning/index.ts';
import { leadsOf, stateOf } from './exchange.ts';
import { sharedTraits } from './hashes.ts';
import type { Agreement } from './settings.ts';

/** Rows that wait to be written; past that the oldest are lost rather than memory. */
const WAITING_MAX = 50_000;
const ROWS_AT_ONCE = 200;
/** How often what waits is written, and what was imported meanwhile is looked for, milliseconds. */
const EVERY_MS = 2_000;

export interface DoorOptions {
  db: Kysely<Records>;
  agreements: readonly Agreement[];
  /** milliseconds since 1970 */
  clock: () => number;
  failed: (error: unknown) => void;
}

export class SharingDoor {
  readonly #options: DoorOptions;
  /** by agreement: kind and hash */
  readonly #leads = new Map<string, { sequence: number; void_ms: number; of: ReadonlySet<string> }>();
  #waiting: SharedHashRow[] = [];
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> = Promise.resolve();

  private constructor(options: DoorOptions) {
    this.#options = options;
  }

  static async open(options: DoorOptions): Promise<SharingDoor> {
    const door = new SharingDoor(options);
    await door.#refresh();
    if (options.agreements.length > 0) {
      door.#timer = setInterval(() => {
        door.#turn = door.#turn.then(() => door.#work());
      }, EVERY_MS);
    }
    return door;
  }

  /** Notes what an account is told of with. @returns what others have shared of the same */
  seen(account: string, traits: readonly PlainTrait[]): Pick<HashedIdentifiers, 'leads'> {
    const now_ms = this.#options.clock();
    const found: Lead[] = [];
    for (const agreement of this.#options.agreements) {
      const { name, them, until_ms } = agreement;
      if (now_ms >= until_ms) continue;
      for (const { kind, hash } of sharedTraits(agreement, traits, true)) {
        this.#waiting.push({ agreement: name, account, kind, hash, at: now_ms });
      }
      const leads = this.#leads.get(name);
      if (leads === undefined || now_ms >= leads.void_ms || leads.of.size === 0) continue;
      for (const { kind, hash } of sharedTraits(agreement, traits, false)) {
        if (leads.of.has(`${kind} ${hash}`)) found.push({ agreement: name, from: them, kind });
      }
    }
    if (this.#waiting.length > WAITING_MAX) this.#waiting = this.#waiting.slice(-WAITING_MAX);
    return found.length === 0 ? {} : { leads: found };
  }

  async #work(): Promise<void> {
    try {
      await this.#write();
      await this.#refresh();
    } catch (error) {
      this.#options.failed(error);
    }
  }

  /** A process that dies loses what waits: of such accounts the next event that names it brings it again. */
  async #write(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    const { db } = this.#options;
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
      const some = rows.slice(i, i + ROWS_AT_ONCE);
      await db
        .insertInto('shared_hash')
        .values(some)
        .onConflict((c) => c.doNothing())
        .execute();
    }
  }

  async #refresh(): Promise<void> {
    const { db, agreements } = this.#options;
    for (const { name } of agreements) {
      const { taken_sequence: sequence, void_at } = await stateOf(db, name);
      if (this.#leads.get(name)?.sequence === sequence) continue;
      const of = new Set((await leadsOf(db, name)).map(({ kind, hash }) => `${kind} ${hash}`));
      this.#leads.set(name, { sequence, void_ms: void_at, of });
    }
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#turn;
    await this.#work();
  }
}
