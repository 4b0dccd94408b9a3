import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from './ground/testing/postgres.ts';
import { type Running, runKith } from './testing/kith.ts';

let database: FreshDatabase;
let kith: Running;
before(async () => {
  database = await freshDatabase('unavailable');
  kith = await runKith({ databaseUrl: database.url });
});
after(async () => {
  await kith.end();
  await database.drop();
});

/** Does something to the database from another one of its server. */
async function beside(sql: (name: string) => string): Promise<void> {
  const url = new URL(database.url);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(sql(name));
  await client.end();
}

const message = (id: string) => ({ id, type: 'message.sent', data: { actor: 'a', other: 'b', message: id } });

test('while the database can not be reached, events are answered with 503 and count afterwards, once', async () => {
  assert.equal((await kith.post('/v1/events', message('before'))).status, 200);
  await beside((name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await beside((name) => `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);

  const answers = await Promise.all([
    kith.post('/v1/events', message('one')),
    kith.post('/v1/events', [message('two'), message('three')]),
  ]);
  for (const answer of answers) {
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get('retry-after'), '1');
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'unavailable');
  }
  const lines = await kith.post('/v1/events', JSON.stringify(message('four')), {
    'content-type': 'application/x-ndjson',
  });
  // (a minute later the keys could not be looked up either, and the whole request would be answered so)
  assert.match(await lines.text(), /"code":"unavailable"/);
  assert.match(kith.logged(), /"level":"error"/);

  await beside((name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  const again = await kith.post('/v1/events', ['before', 'one', 'two', 'three', 'four'].map(message));
  const { results } = (await again.json()) as { results: { status: string }[] };
  assert.deepEqual(
    results.map((r) => r.status),
    ['duplicate', 'accepted', 'accepted', 'accepted', 'accepted'],
  );
});
