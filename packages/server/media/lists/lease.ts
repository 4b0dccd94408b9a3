/**
 * One process imports a list at a time: whoever has its lease. It is prolonged by everything that is written under it, and
 * between; a process that dies loses it by doing nothing, and the next goes on where it stopped.
 */
import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { ImportError } from './failure.ts';

/** How long a lease lasts without being prolonged, milliseconds: long enough for a slow database, and a short wait for the next. */
export const LEASE_MS = 60_000;
/** How often it is prolonged meanwhile, milliseconds. */
const PROLONG_EVERY_MS = 15_000;

export interface Lease {
  list: string;
  id: string;
  /** aborted where the lease was lost */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** Makes the list's row where there is none; @returns null where another process has the lease. */
export async function takeLease(db: Kysely<Records>, list: string, clock: () => number): Promise<Lease | null> {
  await ensureList(db, list);
  const id = randomUUID();
  const now_ms = clock();
  const taken = await db
    .updateTable('known_list')
    .set({ lease: id, leased_until: now_ms + LEASE_MS })
    .where('name', '=', list)
    .where((e) => e.or([e('lease', 'is', null), e('leased_until', '<', now_ms)]))
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) return null;
  const lost = new AbortController();
  const prolonging = setInterval(() => {
    prolong(db, { list, id }, clock()).catch((error: unknown) => {
      // a database that is away for a moment is asked again; a lease that another has is gone
      if (error instanceof ImportError) lost.abort(error);
    });
  }, PROLONG_EVERY_MS).unref();
  return {
    ...{ list, id, lost: lost.signal },
    async release() {
      clearInterval(prolonging);
      await db
        .updateTable('known_list')
        .set({ lease: null, leased_until: 0 })
        .where('name', '=', list)
        .where('lease', '=', id)
        .execute();
    },
  };
}

export async function ensureList(db: Kysely<Records>, name: string): Promise<void> {
  const fresh = {
    ...{ name, live: 0, entries: 0, fresh_at: null, next_at: 0, failures: 0, last_error: null },
    ...{ cursor: null, lease: null, leased_until: 0 },
  };
  await db
    .insertInto('known_list')
    .values(fresh)
    .onConflict((c) => c.column('name').doNothing())
    .execute();
}

/** In the transaction of what is written: @throws ImportError where the lease is another's by now. */
export async function prolong(
  db: Kysely<Records> | Transaction<Records>,
  { list, id }: Pick<Lease, 'list' | 'id'>,
  now_ms: number,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('known_list')
    .set({ leased_until: now_ms + LEASE_MS })
    .where('name', '=', list)
    .where('lease', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new ImportError('in_use');
}
