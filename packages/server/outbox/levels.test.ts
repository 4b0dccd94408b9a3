import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { COUNTED_MAX, outboxLevels } from './levels.ts';
import { insert, kinds, row, testDatabase } from './testing/databases.ts';

const NOW = 1_000_000;

for (const kind of kinds) {
  test(`${kind}: what waits, how long the oldest does, and what is dead`, async () => {
    const { db, close } = await testDatabase(kind);
    assert.deepEqual(await outboxLevels(db, NOW), { waiting: 0, oldest_ms: 0, dead: 0 });
    await insert(
      db,
      row('waits', NOW - 5_000),
      row('retried', NOW - 90_000, { next_at: NOW + 60_000, attempts: 4 }),
      row('elsewhere', NOW - 1_000, { endpoint: 'another' }),
      row('delivered', NOW - 200_000, { delivered_at: NOW - 100_000 }),
      row('dead', NOW - 300_000, { dead_at: NOW - 200_000 }),
    );
    assert.deepEqual(await outboxLevels(db, NOW), { waiting: 3, oldest_ms: 90_000, dead: 1 });
    // a clock that was set back
    assert.equal((await outboxLevels(db, NOW - 100_000)).oldest_ms, 0);
    await close();
  });
}

test('no look goes past its bound', async () => {
  const { db, close } = await testDatabase('SQLite');
  for (const dead of [null, 5]) {
    await sql`
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ${COUNTED_MAX + 50})
      insert into outbox (id, endpoint, type, body, created_at, attempts, next_at, leased_until, give_up_at, dead_at)
      select ${String(dead)} || i, 'platform', 'notice.requested', '{}', 1, 0, 1, 0, 9, ${dead} from n`.execute(db);
  }
  const { waiting, dead } = await outboxLevels(db, NOW);
  assert.deepEqual([waiting, dead], [COUNTED_MAX, COUNTED_MAX]);
  await close();
});
