/** Small things that are true of a whole installation, each a text under its name. */
import type { Kysely } from 'kysely';
import type { Records } from './schema.ts';

/** What is kept under a name; null where nothing is. */
export async function readFact(db: Kysely<Records>, name: string): Promise<string | null> {
  const row = await db.selectFrom('fact').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** Keeps it under the name, in place of what was there. */
export async function keepFact(db: Kysely<Records>, name: string, value: string): Promise<void> {
  await db
    .insertInto('fact')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Keeps it under the name unless something is there already: the first to come decides. */
export async function keepFirstFact(db: Kysely<Records>, name: string, value: string): Promise<void> {
  await db
    .insertInto('fact')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}
