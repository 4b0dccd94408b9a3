/** What was kept before there were packs is read, marked and preserved like the rest; on both stores. */
import assert from 'node:assert/strict';
import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { migrationsFolder, openPostgresRecords, openSqliteRecords, type Records } from '../ground/database/index.ts';
import { seal, unseal } from '../ground/sealing/index.ts';
import { freshDatabase } from '../ground/testing/postgres.ts';
import { unpack } from './pack.ts';
import { markDeleted, rowsBetween } from './rows.ts';
import { sealedAs } from './sealed-as.ts';

const key = createSecretKey(randomBytes(32));
const DAY = 20_619;
const AT = DAY * 86_400_000 + 5;

const rows = [1, 2, 3].map((n) => {
  const of = { message: `m${n}`, event: `e${n}`, actor: 'max', other: 'kid', at: AT + n };
  const sealed = n === 2 ? null : seal(key, sealedAs('day:2026-06-15', of), `text ${n} 👋`);
  return { ...of, sealed, media: n === 2 ? '["p1"]' : null, deleted_at: n === 3 ? AT + 9 : null };
});

/** The migrations before packs, as they were. */
async function before(dialect: 'sqlite' | 'postgres'): Promise<{ number: number; name: string; sql: string }[]> {
  const folder = migrationsFolder(dialect);
  const names = (await readdir(folder)).sort();
  const older = names.slice(
    0,
    names.findIndex((name) => name.endsWith('-kept-packs.sql')),
  );
  assert.ok(older.length > 5);
  const read = async (name: string, i: number) => ({
    number: i + 1,
    name,
    sql: await readFile(join(folder, name), 'utf8'),
  });
  return Promise.all(older.map(read));
}
const hashOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');
const TABLE = 'CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL)';
const COLUMNS = 'message, event, conversation, at, actor, other, day, outcome, sealed, media, deleted_at';
const valuesOf = (r: (typeof rows)[number]) => [
  ...[r.message, r.event, 'c1', r.at, r.actor, r.other, DAY, 'allow', r.sealed, r.media, r.deleted_at],
];

async function isRead(db: Kysely<Records>): Promise<void> {
  const read = await rowsBetween(db, 'kid', 'max', { limit: 9 });
  const texts = read.map((row) => {
    if (row.text === null) return null;
    assert.ok('alone' in row.text);
    return unseal(key, sealedAs('day:2026-06-15', row), row.text.alone)?.toString('utf8');
  });
  assert.deepEqual(texts, ['text 1 👋', null, 'text 3 👋']);
  assert.deepEqual(
    read.map(({ conversation, outcome, media, deleted_at }) => [conversation, outcome, media, deleted_at]),
    [
      ['c1', 'allow', null, null],
      ['c1', 'allow', '["p1"]', null],
      ['c1', 'allow', null, AT + 9],
    ],
  );
  const packs = await db.selectFrom('kept_pack').selectAll().execute();
  const unpacked = packs.flatMap(unpack);
  await markDeleted(db, unpacked);
  assert.deepEqual(unpacked, read);
}

test('resident', async (t: TestContext) => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-before-packs-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'kith.db');
  const old = new Database(path);
  old.exec(TABLE);
  for (const { number, name, sql } of await before('sqlite')) {
    old.exec(sql);
    old.prepare('INSERT INTO migration VALUES (?, ?, ?)').run(number, name, hashOf(sql));
  }
  const insert = old.prepare(`INSERT INTO kept_message (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  for (const row of rows) insert.run(...valuesOf(row));
  old.close();
  const records = await openSqliteRecords(path);
  t.after(() => records.close());
  await isRead(records.kysely);
});

test('postgres', async (t: TestContext) => {
  const { url, drop } = await freshDatabase('before_packs');
  t.after(drop);
  const old = new pg.Client({ connectionString: url });
  await old.connect();
  await old.query(TABLE);
  for (const { number, name, sql } of await before('postgres')) {
    await old.query(sql);
    await old.query('INSERT INTO migration VALUES ($1, $2, $3)', [number, name, hashOf(sql)]);
  }
  const places = COLUMNS.split(',').map((_, i) => `$${i + 1}`);
  for (const row of rows) await old.query(`INSERT INTO kept_message (${COLUMNS}) VALUES (${places})`, valuesOf(row));
  await old.end();
  const records = await openPostgresRecords(url);
  try {
    await isRead(records.kysely);
  } finally {
    await records.close();
  }
});
