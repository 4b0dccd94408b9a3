import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Told } from '@kith/engine';
import { newHome } from '../testing/homes.ts';
import { collect, plainDuties } from '../testing/plain.ts';
import { Housekeeper, IDS_KEPT_MS } from './housekeeping.ts';
import { openPostgresStore } from './store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

const event = (n: number): Told => ({
  id: `e${n}`,
  at: START_MS,
  type: 'profile.updated',
  data: { actor: `a${n}`, fields: [] },
});

test('ids go when they are an hour old and not among the newest, blocks of the log when they leave its window', async () => {
  const home = await newHome('postgres');
  try {
    let now = START_MS;
    const store = await openPostgresStore({ url: home.address, duties: plainDuties(), clock: () => now });
    const keeper = (idsKept: number) =>
      new Housekeeper(store.records.pool, {
        clock: () => now,
        idsKept,
        struggling: (_, error) => assert.fail(String(error)),
      });
    const all = async (k: Housekeeper): Promise<void> => {
      while (await k.chunk());
    };
    const statusOf = async (n: number): Promise<string> => (await store.commit([event(n)]))[0]?.status ?? 'none';
    try {
      // a block of 10 events every 10 minutes, for a day
      for (let n = 0; n < 1440; n += 10) {
        await store.commit(Array.from({ length: 10 }, (_, i) => event(n + i)));
        now += 600_000;
      }
      const kept = async () =>
        Number((await store.records.pool.query('SELECT count(*) AS count FROM seen')).rows[0].count);
      await all(keeper(10_000));
      assert.equal(await kept(), 1440, 'among the newest, however old');
      await all(keeper(500));
      assert.equal(await kept(), 500);
      await all(keeper(5));
      assert.equal(await kept(), (IDS_KEPT_MS / 600_000) * 10, 'younger than an hour, however many');
      assert.equal((await collect(store.log())).length, 1440, 'the log keeps its window');
      assert.equal(await statusOf(1439), 'duplicate');
      assert.equal(await statusOf(0), 'accepted', 'past the window of rule 2 an id is new');

      now += 29.5 * DAY_MS;
      await all(keeper(5));
      const left = (await collect(store.log())).map(({ told }) => told.id);
      assert.equal(left[0], 'e720', 'half of the day was more than 30 days ago');
      assert.equal(left.length, 721);
      now += 2 * DAY_MS;
      await all(keeper(1000));
      assert.equal((await collect(store.log())).length, 11, 'what the window of ids needs stays, however old');
    } finally {
      await store.close();
    }
  } finally {
    await home.leave();
  }
});
