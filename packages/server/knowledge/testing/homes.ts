/** Where stores of each kind live in tests: a folder, a database of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase, migrationsFolder } from '../../ground/database/index.ts';
import { freshDatabase, keyOfFolder } from '../../ground/testing/postgres.ts';
import { openPostgresStore } from '../postgres/store.ts';
import type { Pace } from '../resident/saver.ts';
import { openResidentStore } from '../resident/store.ts';
import type { KnowledgeStore, StoreDuties } from '../store.ts';

export type Kind = 'resident' | 'postgres';

/** A place where a store lives: it can be opened there again and again. */
export interface Home {
  readonly kind: Kind;
  /** the folder, or the database's address */
  readonly address: string;
  open(duties: StoreDuties): Promise<KnowledgeStore>;
  /** Deletes everything. The store is closed before. */
  leave(): Promise<void>;
}

/**
 * Opens the store at an address: what a process of a test that was started with it does.
 * @param pace of a resident store's saving
 */
export function openAt(kind: Kind, address: string, duties: StoreDuties, pace?: Pace): Promise<KnowledgeStore> {
  return kind === 'resident'
    ? openResidentStore({ folder: address, duties, ...(pace && { pace }) })
    : openPostgresStore({ url: address, duties });
}

export async function newHome(kind: Kind): Promise<Home> {
  if (kind === 'resident') {
    const address = await mkdtemp(join(tmpdir(), 'kith-store-'));
    const leave = () => rm(address, { recursive: true });
    return { kind, address, open: (duties) => openAt(kind, address, duties), leave };
  }
  // migrated once for all tests, then cloned
  const template = { key: keyOfFolder(migrationsFolder('postgres')), migrate: migrateDatabase };
  const { url, drop } = await freshDatabase('store', template);
  return { kind, address: url, open: (duties) => openAt(kind, url, duties), leave: drop };
}
