/** What people and groups are called: Kith keeps no names, and asks when somebody opens the Family Centre. */
import type { NamesAsked, NamesGiven } from '@kith/client';
import type { Store } from './database.ts';

/** Whoever is not here (any more) is left out. */
export function namesOf(store: Store, { accounts, conversations }: NamesAsked): NamesGiven {
  return { accounts: named(store, 'person', accounts), conversations: named(store, 'talk_group', conversations) };
}

function named(store: Store, table: 'person' | 'talk_group', ids: readonly string[]): NamesGiven['accounts'] {
  const rows = store.all<{ id: string; name: string }>(
    `SELECT id, name FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, { name }]));
}
