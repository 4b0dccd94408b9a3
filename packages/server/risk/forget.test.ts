import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openPostgresRecords, openSqliteRecords } from '../ground/database/index.ts';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { forgetSignals } from './forget.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15);

async function sqlite() {
  const folder = await mkdtemp(join(tmpdir(), 'kith-signals-'));
  return { records: await openSqliteRecords(join(folder, 'kith.db')), drop: () => rm(folder, { recursive: true }) };
}

async function postgres() {
  const { url, drop } = await freshDatabase('signals');
  return { records: await openPostgresRecords(url), drop };
}

for (const [kind, open] of Object.entries({ SQLite: sqlite, PostgreSQL: postgres })) {
  describe(`forgetting signals (${kind})`, () => {
    it('takes those of a month ago, a few at a time, and leaves those of an open case', async () => {
      const { records, drop } = await open();
      const { kysely } = records;
      try {
        const signal = (id: string, account: string, days: number) => ({
          ...{
            id,
            account,
            event: 'e',
            other: null,
            message: null,
            code: 'GIFT',
            cue: 'device',
            weight: 1,
            words: null,
          },
          at: NOW - days * DAY,
        });
        await kysely
          .insertInto('signal')
          .values([
            ...['a', 'b', 'c'].map((id) => signal(id, 'max', 31)),
            signal('d', 'max', 29),
            signal('e', 'eve', 40),
          ])
          .execute();
        await kysely
          .insertInto('cases')
          .values({
            ...{ id: 'x', account: 'eve', queue: 'risk', opened_at: 1, updated_at: 1, level: 'medium', score: 6 },
            ...{ why: '[]', event: 'e', features: null, waits_since: 1, rank: 0 },
          })
          .execute();
        assert.equal(await forgetSignals(kysely, NOW, 2), 2);
        assert.equal(await forgetSignals(kysely, NOW, 2), 1);
        assert.equal(await forgetSignals(kysely, NOW, 2), 0);
        const left = await kysely.selectFrom('signal').select('id').orderBy('id').execute();
        assert.deepEqual(
          left.map(({ id }) => id),
          ['d', 'e'],
        );
      } finally {
        await records.close();
        await drop();
      }
    });
  });
}
