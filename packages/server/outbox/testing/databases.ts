/** Both databases for the outbox's tests: a SQLite file, and a database of its own on PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { type OutboxRow, openSqliteRecords, type Records } from '../../ground/database/index.ts';
import { freshDatabase } from '../../ground/testing/postgres.ts';

export interface TestDatabase {
  /** a file or a URL, as `openTestDatabase` takes it */
  address: string;
  db: Kysely<Records>;
  /** another handle, as another process would have */
  open(): Promise<Kysely<Records>>;
  /** closes every handle and deletes the database */
  close(): Promise<void>;
}

export const kinds = ['SQLite', 'PostgreSQL'] as const;

interface Handle {
  kysely: Kysely<Records>;
  close(): Promise<void>;
}

/** Opens what `testDatabase` made, from this or another process. */
export async function openTestDatabase(address: string): Promise<Handle> {
  if (!address.startsWith('postgres')) return openSqliteRecords(address);
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: address });
  const kysely = new Kysely<Records>({ dialect: new PostgresDialect({ pool }) });
  return { kysely, close: () => kysely.destroy() };
}

export async function testDatabase(kind: (typeof kinds)[number]): Promise<TestDatabase> {
  const made =
    kind === 'SQLite'
      ? sqliteFile()
      : await freshDatabase('outbox', { key: 'outbox', migrate: async (url) => createTable(url) });
  const handles: Handle[] = [];
  const open = async () => {
    const handle = await openTestDatabase(made.url);
    handles.push(handle);
    return handle.kysely;
  };
  return {
    address: made.url,
    db: await open(),
    open,
    async close() {
      await Promise.all(handles.map((handle) => handle.close()));
      await made.drop();
    },
  };
}

function sqliteFile(): { url: string; drop(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'kith-outbox-'));
  return { url: join(folder, 'records.db'), drop: async () => rmSync(folder, { recursive: true }) };
}

async function createTable(url: string): Promise<void> {
  const { kysely, close } = await openTestDatabase(url);
  await sql`
    create table outbox (
      id text primary key, endpoint text not null, type text not null, body text not null,
      created_at bigint not null, attempts integer not null, next_at bigint not null, leased_until bigint not null,
      give_up_at bigint not null, delivered_at bigint, dead_at bigint, last_error text
    )`.execute(kysely);
  await close();
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
