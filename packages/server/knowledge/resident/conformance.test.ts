import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeConformance } from '../conformance.ts';
import { openResidentStore, ResidentStore } from './store.ts';

storeConformance('resident', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-conformance-'));
  return {
    open: (duties) => openResidentStore({ folder, duties }),
    async outboxIds(store) {
      if (!(store instanceof ResidentStore)) throw new Error('not a store of this home');
      const rows = await store.records.kysely.selectFrom('outbox').select('id').execute();
      return rows.map((row) => row.id);
    },
    leave: () => rm(folder, { recursive: true }),
  };
});
