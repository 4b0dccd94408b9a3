import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import pg from 'pg';
import { freshDatabase } from '../testing/postgres.ts';
import { migrateDatabase, openPostgresRecords, openSqliteRecords } from './index.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { migrateSqlite } from './migrate-sqlite.ts';
import { migrationsFolder, readMigrations } from './migrations.ts';

function sqliteFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-migrations-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kith.db');
}

async function postgres(t: TestContext): Promise<{ url: string; client: pg.Client }> {
  const database = await freshDatabase('migrations');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  t.after(async () => {
    await client.end();
    await database.drop();
  });
  return { url: database.url, client };
}

const POSTGRES_SCHEMA = `
  SELECT 'column', table_name, column_name, data_type, is_nullable, column_default, collation_name
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '', '' FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'relation', relname, relkind::text, reloptions::text, '', '', '' FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
  ORDER BY 1, 2, 3`;
const schemaOf = async (client: pg.Client): Promise<unknown[]> => (await client.query(POSTGRES_SCHEMA)).rows;
const SQLITE_SCHEMA = 'SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name';

test('postgres: many connections may migrate at once; migrating again changes nothing; one by one leads to the same', async (t) => {
  const { url, client } = await postgres(t);
  await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(url)));
  const schema = await schemaOf(client);
  await migrateDatabase(url);
  assert.deepEqual(await schemaOf(client), schema);
  const one = await postgres(t);
  const known = readMigrations(migrationsFolder('postgres'));
  for (const [i] of known.entries()) await migratePostgres(one.client, known.slice(0, i + 1));
  assert.deepEqual(await schemaOf(one.client), schema);
});

test('sqlite: many connections may open and migrate at once; migrating again changes nothing; one by one leads to the same', async (t) => {
  const path = sqliteFile(t);
  const opened = await Promise.all(Array.from({ length: 4 }, () => openSqliteRecords(path)));
  for (const records of opened) await records.close();
  const db = new Database(path);
  t.after(() => db.close());
  const schema = db.prepare(SQLITE_SCHEMA).all();
  migrateSqlite(db);
  assert.deepEqual(db.prepare(SQLITE_SCHEMA).all(), schema);
  const one = new Database(':memory:');
  const known = readMigrations(migrationsFolder('sqlite'));
  for (const [i] of known.entries()) migrateSqlite(one, known.slice(0, i + 1));
  assert.deepEqual(one.prepare(SQLITE_SCHEMA).all(), schema);
});

const STAFF = [
  ...['staff', 'staff_role', 'staff_session', 'staff_credential', 'staff_invitation', 'staff_challenge_spent'],
];

const KEPT = ['kept_pack', 'kept_tail', 'kept_run', 'kept_part', 'kept_deleted'];

test('the records have the same columns in both dialects', async (t) => {
  const { url, client } = await postgres(t);
  await migrateDatabase(url);
  const db = new Database(':memory:');
  migrateSqlite(db);
  const types: Record<string, string> = {
    ...{ text: 'TEXT', bigint: 'INTEGER', integer: 'INTEGER', 'double precision': 'REAL', bytea: 'BLOB' },
  };
  const known = ['list', 'version', 'entry', 'staged', 'judgement', 'feedback'].map((name) => `known_${name}`);
  const evidence = ['blob', 'chunk', 'item', 'custody'].map((name) => `evidence_${name}`);
  const family = ['attempt', 'link', 'session', 'look', 'review', 'quiet', 'summary'].map((name) => `family_${name}`);
  const own = [...STAFF, ...KEPT, ...known, ...evidence, ...family, 'guardianship', 'daily_count', 'count_progress'];
  const records = ['api_key', 'outbox', 'fact', 'policy_version', 'cases', 'case_event', 'exposure', ...own];
  for (const table of records) {
    const inPostgres = await client.query<{ name: string; type: string; nullable: boolean; key: boolean }>(
      `SELECT c.column_name AS name, c.data_type AS type, c.is_nullable = 'YES' AS nullable,
         c.column_name IN (SELECT k.column_name FROM information_schema.key_column_usage k WHERE k.table_name = $1) AS key
       FROM information_schema.columns c WHERE c.table_name = $1 ORDER BY c.ordinal_position`,
      [table],
    );
    const inSqlite = db
      .prepare<[], { name: string; type: string; notnull: number; pk: number }>(`PRAGMA table_info(${table})`)
      .all();
    assert.ok(inSqlite.length > 1);
    assert.deepEqual(
      inPostgres.rows.map((c) => ({ ...c, type: types[c.type] })),
      inSqlite.map((c) => ({ name: c.name, type: c.type, nullable: c.notnull === 0 && c.pk === 0, key: c.pk > 0 })),
    );
    const indexesInPostgres = await client.query<{ name: string }>(
      `SELECT indexname AS name FROM pg_indexes WHERE tablename = $1 AND indexname NOT LIKE '%_pkey' ORDER BY 1`,
      [table],
    );
    const indexesInSqlite = db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY 1`)
      .all(table);
    assert.deepEqual(indexesInPostgres.rows, indexesInSqlite);
  }
});

test('postgres: a database that a newer Kith made is refused, with what to do, and left alone', async (t) => {
  const { url, client } = await postgres(t);
  await migrateDatabase(url);
  await client.query("INSERT INTO migration VALUES (99, '0099-future.sql', 'ff')");
  await assert.rejects(openPostgresRecords(url), {
    code: 'database_newer',
    message: /version 99 \(0099-future\.sql\); this Kith knows up to \d+\. .*start that one, or restore a backup/,
  });
});

test('sqlite: a database that a newer Kith made is refused, with what to do, and can still be opened by that one', async (t) => {
  const path = sqliteFile(t);
  await (await openSqliteRecords(path)).close();
  const db = new Database(path);
  t.after(() => db.close());
  db.exec("INSERT INTO migration VALUES (99, '0099-future.sql', 'ff')");
  await assert.rejects(openSqliteRecords(path), {
    name: 'DatabaseError',
    code: 'database_newer',
    message: /version 99/,
  });
  db.exec('DELETE FROM migration WHERE number = 99');
  await (await openSqliteRecords(path)).close();
});

test('a migration that was changed after it was run is refused', async (t) => {
  const { client } = await postgres(t);
  const known = readMigrations(migrationsFolder('postgres'));
  await migratePostgres(client, known);
  const changed = known.map((m) => (m.number === 1 ? { ...m, sql: `${m.sql}\n`, hash: 'ee' } : m));
  await assert.rejects(migratePostgres(client, changed), { code: 'migration_changed', message: /0001-records\.sql/ });

  const path = sqliteFile(t);
  await (await openSqliteRecords(path)).close();
  const db = new Database(path);
  t.after(() => db.close());
  db.exec("UPDATE migration SET hash = 'ee' WHERE number = 2");
  await assert.rejects(openSqliteRecords(path), { code: 'migration_changed' });
});

test('a migration that fails leaves nothing of itself, nor of those before it in the same start', async (t) => {
  const { client } = await postgres(t);
  const [first] = readMigrations(migrationsFolder('postgres'));
  assert.ok(first !== undefined);
  const broken = { number: 2, name: '0002-broken.sql', sql: 'CREATE TABLE half (id int); SELECT nonsense', hash: 'x' };
  await assert.rejects(migratePostgres(client, [first, broken]), /nonsense/);
  assert.deepEqual(await schemaOf(client), []);
  const db = new Database(':memory:');
  const [firstOfSqlite] = readMigrations(migrationsFolder('sqlite'));
  assert.ok(firstOfSqlite !== undefined);
  assert.throws(() => migrateSqlite(db, [firstOfSqlite, broken]), /nonsense/);
  assert.deepEqual(db.prepare(SQLITE_SCHEMA).all(), []);
});

test('migrations are numbered without a gap', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-numbers-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '0001-one.sql'), '');
  assert.equal(readMigrations(folder).length, 1);
  writeFileSync(join(folder, '0003-three.sql'), '');
  assert.throws(() => readMigrations(folder), /0003-three\.sql.*no gap/);
});
