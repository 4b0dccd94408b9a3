/** Imports a list: from its source to the version in use, or to a failure that leaves everything as it was. */
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { ImportError, type ImportFailure } from './failure.ts';
import type { Imported, ImportOptions } from './importing.ts';
import { takeLease } from './lease.ts';
import { everyOf_ms, type ListSettings } from './settings.ts';
import { importFrom } from './sources/index.ts';
import { FETCH_LIMITS } from './sources/limits.ts';

/** The pause after a failure; each further one doubles it, up to the time between imports. Milliseconds. */
export const RETRY_FIRST_MS = 5 * 60_000;

/** @throws ImportError `in_use`, and nothing is noted; or another, which the list's row says until an import works */
export async function importList(settings: ListSettings, options: ImportOptions): Promise<Imported> {
  const { db, clock, signal } = options;
  const lease = await takeLease(db, settings.name, clock);
  if (lease === null) throw new ImportError('in_use');
  try {
    const ends = signal === undefined ? lease.lost : AbortSignal.any([signal, lease.lost]);
    const next_ms = clock() + everyOf_ms(settings);
    const { limits = FETCH_LIMITS } = options;
    return await importFrom({
      ...{ ...options, settings, lease, limits, signal: ends, next_ms },
      noteUnchanged: (freshAt_ms, cursor) => noteUnchanged(db, lease.list, { freshAt_ms, next_ms, cursor }),
    });
  } catch (error) {
    const failure = failureOf(error, options);
    await noteFailure(db, settings, failure.code, clock());
    throw failure;
  } finally {
    await lease.release();
  }
}

async function noteUnchanged(
  db: Kysely<Records>,
  list: string,
  { freshAt_ms, next_ms, cursor }: { freshAt_ms: number | null; next_ms: number; cursor: string | null | undefined },
): Promise<void> {
  await db
    .updateTable('known_list')
    .set({
      ...{ next_at: next_ms, failures: 0, last_error: null },
      ...(freshAt_ms !== null && { fresh_at: freshAt_ms }),
      ...(cursor !== undefined && { cursor }),
    })
    .where('name', '=', list)
    .execute();
}

function failureOf(error: unknown, { signal }: ImportOptions): ImportError {
  if (error instanceof ImportError) return error;
  if (signal?.aborted) return new ImportError('interrupted', error);
  throw error;
}

async function noteFailure(
  db: Kysely<Records>,
  settings: ListSettings,
  code: ImportFailure,
  now_ms: number,
): Promise<void> {
  // who stops Kith has not made a list fail
  if (code === 'in_use' || code === 'interrupted') return;
  const { failures } = await db
    .selectFrom('known_list')
    .select('failures')
    .where('name', '=', settings.name)
    .executeTakeFirstOrThrow();
  const pause_ms = Math.min(everyOf_ms(settings), RETRY_FIRST_MS * 2 ** Math.min(Number(failures), 20));
  await db
    .updateTable('known_list')
    .set({ failures: Number(failures) + 1, last_error: code, next_at: now_ms + pause_ms })
    .where('name', '=', settings.name)
    .execute();
}
