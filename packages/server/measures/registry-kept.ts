/**
 * The registry as it was: codes and questions are written down when Kith begins to use them, and never again changed, so that the
 * record of a past day names what was in force on it.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Records } from '../ground/database/index.ts';
import { openTime } from './counts/index.ts';
import { type Code, code, type Questions, questions } from './registry.ts';

const kept = z.strictObject({ codes: z.array(code), questions });

export interface RegistryThen {
  readonly codes: readonly Code[];
  readonly questions: Questions;
  /** since when it was in use, milliseconds since 1970 */
  readonly since_ms: number;
  readonly sha256: string;
}

interface InUse {
  readonly codes: readonly (Code & { own?: ReadonlySet<string> })[];
  readonly questions: Questions;
}

/** Writes down what is in use from now on, where that isn't what was last. Processes of one Kith may do it at once. */
export async function noteRegistry(db: Kysely<Records>, { codes, questions }: InUse, now_ms: number): Promise<void> {
  const content = JSON.stringify({ codes: codes.map(({ own: _, ...of }) => of), questions });
  const sha256 = createHash('sha256').update(content).digest('hex');
  await db.transaction().execute(async (trx) => {
    const last = await trx
      .selectFrom('measure_registry')
      .select(['version', 'sha256'])
      .orderBy('version', 'desc')
      .executeTakeFirst();
    if (last?.sha256 === sha256) return;
    // by a clock that is back it would stand in a record that somebody has already
    const at = await openTime(trx, now_ms);
    await trx
      .insertInto('measure_registry')
      .values({ version: (last?.version ?? 0) + 1, at, sha256, content })
      // of two processes that start at once, one writes it down
      .onConflict((c) => c.doNothing())
      .execute();
  });
}

/** What was in use at that moment; null of a time before anybody wrote it down. */
export async function registryAt(db: Kysely<Records>, at_ms: number): Promise<RegistryThen | null> {
  const row = await db
    .selectFrom('measure_registry')
    .selectAll()
    .where('at', '<=', at_ms)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...kept.parse(JSON.parse(row.content)), since_ms: Number(row.at), sha256: row.sha256 };
}
