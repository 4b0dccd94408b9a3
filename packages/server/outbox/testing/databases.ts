/** Both databases for the outbox's tests: a SQLite file, and a database of its own on PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import pg from 'pg';
import type { OutboxRow, Records } from '../../ground/database/index.ts';
import { freshDatabase } from '../../ground/testing/postgres.ts';

export interface TestDatabase {
  name: 'SQLite' | 'PostgreSQL';
  /** a file or a URL, as `openTestDatabase` takes it */
  address: string;
  db: Kysely<Records>;
  /** another handle, as another process would have */
  open(): Kysely<Records>;
  /** closes every handle and deletes the database */
  close(): Promise<void>;
}

export const kinds = ['SQLite', 'PostgreSQL'] as const;

export function openTestDatabase(address: string): Kysely<Records> {
  if (!address.startsWith('postgres')) {
    const database = new Database(address);
    database.pragma('journal_mode = WAL');
    return new Kysely<Records>({ dialect: new SqliteDialect({ database }) });
  }
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  return new Kysely<Records>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: address }) }) });
}

export async function testDatabase(kind: (typeof kinds)[number]): Promise<TestDatabase> {
  const handles: Kysely<Records>[] = [];
  const made = kind === 'SQLite' ? sqliteFile() : await freshDatabase('outbox');
  const address = made.url;
  const open = () => {
    const db = openTestDatabase(address);
    handles.push(db);
    return db;
  };
  const db = open();
  await createTable(db);
  return {
    name: kind,
    address,
    db,
    open,
    async close() {
      await Promise.all(handles.map((handle) => handle.destroy()));
      await made.drop();
    },
  };
}

function sqliteFile(): { url: string; drop(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'kith-outbox-'));
  return { url: join(folder, 'records.db'), drop: async () => rmSync(folder, { recursive: true }) };
}

async function createTable(db: Kysely<Records>): Promise<void> {
  await sql`
    create table outbox (
      id text primary key, endpoint text not null, type text not null, body text not null,
      created_at bigint not null, attempts integer not null, next_at bigint not null, leased_until bigint not null,
      give_up_at bigint not null, delivered_at bigint, dead_at bigint, last_error text
    )`.execute(db);
}

/** A row that is due at `at`, with whatever the test says about it. */
export function row(id: string, at: number, other: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id,
    endpoint: 'platform',
    type: 'notice.requested',
    body: `{"type":"notice.requested","timestamp":"2026-11-23T10:00:00Z","data":{"event":"${id}"}}`,
    created_at: at,
    attempts: 0,
    next_at: at,
    leased_until: 0,
    give_up_at: at + 86_400_000,
    delivered_at: null,
    dead_at: null,
    last_error: null,
    ...other,
  };
}

export const insert = (db: Kysely<Records>, ...rows: OutboxRow[]) => db.insertInto('outbox').values(rows).execute();

export const outbox = async (db: Kysely<Records>): Promise<Record<string, OutboxRow>> =>
  Object.fromEntries((await db.selectFrom('outbox').selectAll().execute()).map((r) => [r.id, r]));
