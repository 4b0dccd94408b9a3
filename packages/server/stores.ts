/** Opens the store that the configuration names, with the records that go with it. */
import type { Kysely } from 'kysely';
import type { Config } from './ground/config/index.ts';
import type { Records } from './ground/database/index.ts';
import { type KnowledgeStore, openResidentStore, type StoreDuties } from './knowledge/index.ts';

export interface OpenStore {
  store: KnowledgeStore;
  records: Kysely<Records>;
  /** closes the store, which finishes what it accepted, and the records */
  close(): Promise<void>;
}

export async function openStore({ store: settings }: Config, duties: StoreDuties): Promise<OpenStore> {
  const store = await openResidentStore({ folder: settings.folder, logDays: settings.logDays, duties });
  return { store, records: store.records.kysely, close: () => store.close() };
}
