/** A database of its own for a test of the postgres store, cloned from a migrated template. */
import { migrateDatabase, migrationsFolder } from '../../ground/database/index.ts';
import { freshDatabase, keyOfFolder } from '../../ground/testing/postgres.ts';
import type { Home } from '../conformance.ts';
import { openPostgresStore, type PostgresOptions, PostgresStore } from './store.ts';

export interface PostgresHome extends Home {
  readonly url: string;
}

export async function postgresHome(name: string, options: Partial<PostgresOptions> = {}): Promise<PostgresHome> {
  const template = { key: keyOfFolder(migrationsFolder('postgres')), migrate: migrateDatabase };
  const database = await freshDatabase(name, template);
  return {
    url: database.url,
    open: (duties) => openPostgresStore({ ...options, url: database.url, duties }),
    async outboxIds(store) {
      if (!(store instanceof PostgresStore)) throw new Error('not a store of this home');
      const rows = await store.records.kysely.selectFrom('outbox').select('id').execute();
      return rows.map((row) => row.id);
    },
    leave: () => database.drop(),
  };
}
