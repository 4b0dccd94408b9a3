import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { DatabaseError, type LogBlock, lockFolder, type OutboxRow, openSqliteRecords } from './index.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'kith-sqlite-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const outboxRow = (id: string): OutboxRow => ({
  id,
  endpoint: 'main',
  type: 'notice.requested',
  body: '{}',
  created_at: 1,
  attempts: 0,
  next_at: 1,
  leased_until: 0,
  give_up_at: 86_400_001,
  delivered_at: null,
  dead_at: null,
  last_error: null,
});

const block = (number: number, firstPlace: number, events: number, outbox: OutboxRow[] = []): LogBlock => ({
  number,
  firstPlace,
  events,
  at: 1_700_000_000_000 + number,
  ids: Uint8Array.of(number),
  body: new TextEncoder().encode(`body ${number}`),
  changes: Uint8Array.of(9, number),
  outbox,
  signals: [],
  notes: [],
  cases: [],
  lines: [],
  reports: [],
  media: [],
  kept: [],
  deleted: [],
  automatic: [],
  audit: [],
  applied: [],
  held: [],
  families: null,
  counts: null,
});

const path = (dir: string) => join(dir, 'kith.db');

test('a block is there after it was committed, with its outbox rows, and still after reopening', async (t) => {
  const dir = folder(t);
  const records = await openSqliteRecords(path(dir));
  assert.deepEqual(await records.log.end(), { number: 0, place: 0 });
  await records.writer.commitBlock(block(1, 1, 3, [outboxRow('a')]));
  await records.writer.commitBlock(block(2, 4, 2, [outboxRow('b'), outboxRow('c')]));
  await records.close();

  const again = await openSqliteRecords(path(dir));
  t.after(() => again.close());
  assert.deepEqual(await again.log.bounds(), { firstNumber: 1, lastNumber: 2, firstPlace: 1, lastPlace: 5 });
  const ids = await again.kysely.selectFrom('outbox').select('id').orderBy('id').execute();
  assert.deepEqual(ids, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  const bodies = (await Array.fromAsync(again.log.bodiesFrom(1, 1))).map((b) => Buffer.from(b.body).toString());
  assert.deepEqual(bodies, ['body 1', 'body 2']);
  const changes = (await Array.fromAsync(again.log.changesFrom(2, 10))).map((b) => [...b.changes]);
  assert.deepEqual(changes, [[9, 2]]);
  assert.deepEqual(
    [1, 3, 4, 5, 6].map((place) => again.log.readBlockSync(place)?.number),
    [1, 1, 2, 2, undefined],
  );
  assert.equal((await again.log.blockOf(3))?.number, 1);
});

test('a block that can not be written rejects with the cause, and nothing of it is there', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  t.after(() => records.close());
  await records.writer.commitBlock(block(1, 1, 1, [outboxRow('a')]));
  const unwritable = { ...outboxRow('c'), attempts: 'many' as unknown as number }; // what no caller can type
  await assert.rejects(records.writer.commitBlock(block(2, 2, 1, [outboxRow('b'), unwritable])), (error) => {
    assert.ok(error instanceof DatabaseError && error.code === 'query_failed');
    return /cannot store TEXT value in INTEGER column outbox.attempts/.test(error.message);
  });
  assert.deepEqual(await records.log.end(), { number: 1, place: 1 });
  assert.equal((await records.kysely.selectFrom('outbox').select('id').execute()).length, 1);
  await records.writer.commitBlock(block(2, 2, 1));
});

test('a block waits for the transaction that has the writer, and never mixes with it', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  t.after(() => records.close());
  const order: string[] = [];
  let committing: Promise<void> = Promise.resolve();
  await assert.rejects(
    records.kysely.transaction().execute(async (trx) => {
      await trx.insertInto('fact').values({ name: 'a', value: '1' }).execute();
      committing = records.writer.commitBlock(block(1, 1, 1)).then(() => void order.push('block'));
      await trx.insertInto('fact').values({ name: 'b', value: '2' }).execute();
      order.push('transaction');
      throw new Error('changed my mind');
    }),
    /changed my mind/,
  );
  await committing;
  assert.deepEqual(order, ['transaction', 'block']);
  assert.deepEqual(await records.kysely.selectFrom('fact').selectAll().execute(), []);
  assert.deepEqual(await records.log.end(), { number: 1, place: 1 });
});

test('what only reads goes on while a transaction is open, and sees none of it', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  t.after(() => records.close());
  await records.kysely.transaction().execute(async (trx) => {
    await trx.insertInto('fact').values({ name: 'a', value: '1' }).execute();
    assert.deepEqual(await records.kysely.selectFrom('fact').selectAll().execute(), []);
    assert.equal((await trx.selectFrom('fact').selectAll().execute()).length, 1);
  });
  assert.equal((await records.kysely.selectFrom('fact').selectAll().execute()).length, 1);
});

test('a transaction that fails leaves the writer free for the next', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  t.after(() => records.close());
  const insert = () => records.kysely.insertInto('fact').values({ name: 'a', value: '1' }).execute();
  await insert();
  await assert.rejects(insert(), /UNIQUE/);
  await assert.rejects(
    records.kysely.transaction().execute((trx) => trx.insertInto('fact').values({ name: 'a', value: '2' }).execute()),
    /UNIQUE/,
  );
  const { numUpdatedRows } = await records.kysely.updateTable('fact').set({ value: '3' }).executeTakeFirst();
  assert.equal(numUpdatedRows, 1n);
});

test('a raw statement may write', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  t.after(() => records.close());
  await sql`INSERT INTO fact (name, value) VALUES ('a', ${'1'})`.execute(records.kysely);
  const { rows } = await sql<{ value: string }>`SELECT value FROM fact`.execute(records.kysely);
  assert.deepEqual(rows, [{ value: '1' }]);
});

test('a backup made while blocks are committed is a whole database up to one of them', async (t) => {
  const dir = folder(t);
  const records = await openSqliteRecords(path(dir));
  t.after(() => records.close());
  let number = 0;
  const commitSome = async () => {
    for (let i = 0; i < 50; i++) {
      number++;
      await records.writer.commitBlock(block(number, number, 1, [outboxRow(`o${number}`)]));
    }
  };
  await commitSome();
  await Promise.all([records.writer.backupTo(join(dir, 'copy.db')), commitSome()]);
  const copy = new Database(join(dir, 'copy.db'), { readonly: true });
  t.after(() => copy.close());
  const blocks = copy.prepare('SELECT count(*), max(number) FROM log').raw().get();
  const rows = copy.prepare('SELECT count(*), count(*) FROM outbox').raw().get();
  assert.deepEqual(blocks, rows);
  assert.ok(Array.isArray(blocks) && blocks[0] >= 50);
  assert.equal(copy.pragma('integrity_check', { simple: true }), 'ok');
});

test('what was deleted or written over is not left on pages that are in use', async (t) => {
  const dir = folder(t);
  const records = await openSqliteRecords(path(dir));
  const rows = Array.from({ length: 60 }, (_, i) => ({ ...outboxRow(`o${i}`), body: `taken away ${i}` }));
  await records.kysely.insertInto('outbox').values(rows).execute();
  await records.kysely.deleteFrom('outbox').where('id', '<', 'o30').execute();
  await records.kysely.updateTable('outbox').set({ body: '{}' }).execute();
  await records.close();
  assert.ok(!readFileSync(path(dir)).includes('taken away'));
});

test('old blocks are deleted in chunks, the oldest first', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  t.after(() => records.close());
  for (let n = 1; n <= 10; n++) await records.writer.commitBlock(block(n, n, 1));
  assert.equal(await records.writer.deleteLogBefore(8, 5), 5);
  assert.equal((await records.log.bounds()).firstNumber, 6);
  assert.equal(await records.writer.deleteLogBefore(8, 5), 2);
  assert.equal(await records.writer.deleteLogBefore(8, 5), 0);
  assert.equal((await records.log.bounds()).firstNumber, 8);
});

test('the WAL begins again while blocks are committed: it does not grow with what was written', async (t) => {
  const dir = folder(t);
  const records = await openSqliteRecords(path(dir));
  const MEGABYTE = 1024 * 1024;
  // below the size at which a commit would copy it back itself
  const blocksMax = 200;
  const size = () => statSync(`${path(dir)}-wal`).size;
  try {
    let grew = true;
    let n = 0;
    while (grew && n < blocksMax) {
      const before = n === 0 ? 0 : size();
      n++;
      await records.writer.commitBlock({ ...block(n, n, 1), body: new Uint8Array(MEGABYTE) });
      grew = size() > before;
    }
    assert.ok(!grew, `${n} blocks, and it grew with each`);
    assert.equal((await records.log.end()).number, n);
  } finally {
    await records.close();
  }
});

test('after it was closed everything is refused, and says so', async (t) => {
  const records = await openSqliteRecords(path(folder(t)));
  await records.close();
  await assert.rejects(records.writer.commitBlock(block(1, 1, 1)), { code: 'database_stopped' });
  await assert.rejects(records.log.end(), { code: 'database_stopped' });
});

test('a folder is for one process: the second is told who has it, and a killed holder leaves no lock', async (t) => {
  const dir = folder(t);
  const script = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    globalThis.held = lockFolder(${JSON.stringify(dir)}); process.stdout.write('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.deepEqual((await child.stdout.take(1).toArray()).map(String), ['locked']);
  assert.throws(
    () => lockFolder(dir),
    (error) =>
      error instanceof DatabaseError &&
      error.code === 'folder_locked' &&
      error.message.includes(dir) &&
      error.message.includes(`process ${child.pid}`),
  );
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const lock = lockFolder(dir);
  assert.throws(() => lockFolder(dir), { code: 'folder_locked' });
  lock.release();
  lockFolder(dir).release();
});
