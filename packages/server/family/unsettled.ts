/**
 * Accounts whose standing an event may have changed: if one is a guardian's, what follows for its families follows within seconds,
 * not with the hourly look at all. Held in memory: what a process that dies forgets, the hourly look finds.
 */
import type { Told } from '@kith/engine';
import { changesStanding } from '../knowledge/index.ts';
import type { FamilyOptions } from './options.ts';
import { settleNow } from './pauses.ts';

/** Accounts that wait to be looked at: past it the oldest are left to the hourly look, rather than memory. */
const ACCOUNTS_MAX = 10_000;
/** Accounts that are looked up by one query. */
const AT_ONCE = 500;

export class UnsettledGuardians {
  readonly #accounts = new Set<string>();

  /** Told of every event that leaves something to do. */
  note(told: Told): void {
    if (!changesStanding(told)) return;
    this.#accounts.delete(told.data.actor);
    this.#accounts.add(told.data.actor);
    if (this.#accounts.size <= ACCOUNTS_MAX) return;
    const [oldest] = this.#accounts;
    if (oldest !== undefined) this.#accounts.delete(oldest);
  }

  async settle(o: FamilyOptions): Promise<void> {
    const some = [...this.#accounts].slice(0, AT_ONCE);
    if (some.length === 0) return;
    const rows = await o.db
      .selectFrom('guardianship')
      .selectAll()
      .where('guardian', 'in', some)
      .where('state', '=', 'active')
      .execute();
    await settleNow(o, rows);
    for (const account of some) this.#accounts.delete(account);
  }
}
