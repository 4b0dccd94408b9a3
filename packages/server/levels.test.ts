import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSqliteRecords } from './ground/database/index.ts';
import { type Running, runKith } from './testing/kith.ts';

let kith: Running;
before(async () => {
  kith = await runKith();
});
after(() => kith.end());

const level = (text: string, name: string): number => {
  const found = new RegExp(`^# TYPE ${name} gauge\n${name} (\\S+)$`, 'm').exec(text)?.[1];
  assert.ok(found !== undefined, `${name} in ${text}`);
  return Number(found);
};

test('/metrics says how much waits, what is dead, and how old saved knowledge is', async () => {
  const hour_ms = 3_600_000;
  const { kysely, close } = await openSqliteRecords(join(kith.folder, 'kith.db'));
  const letter = (id: string, dead_at: number | null) => ({
    id,
    endpoint: 'nobody',
    type: 'notice.requested',
    body: '{}',
    created_at: Date.now() - hour_ms,
    attempts: 1,
    next_at: Date.now() + hour_ms,
    leased_until: 0,
    give_up_at: Date.now() + hour_ms,
    delivered_at: null,
    dead_at,
    last_error: 'HTTP_500',
  });
  await kysely
    .insertInto('outbox')
    .values([letter('a', null), letter('b', null), letter('c', 5)])
    .execute();
  await close();
  const text = await (await kith.get('/metrics')).text();
  assert.equal(level(text, 'kith_events_waiting'), 0);
  assert.equal(level(text, 'kith_outbox_waiting'), 2);
  assert.ok(level(text, 'kith_outbox_oldest_waiting_seconds') >= 3600);
  assert.equal(level(text, 'kith_outbox_dead_letters'), 1);
  assert.ok(level(text, 'kith_memory_accounts_bytes') > 0);
  assert.ok(level(text, 'kith_memory_event_ids_bytes') > 0);
  assert.ok(level(text, 'process_heap_bytes') > 0);
  assert.ok(!text.includes('kith_saved_knowledge_age_seconds') || level(text, 'kith_saved_knowledge_age_seconds') >= 0);
});
