/** What the stores themselves can do: plain batched inserts of as many bytes, durable, in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import pg from 'pg';

const BATCH = 500;
const SECONDS = 5;

/** Rows a second into SQLite, one connection, a commit a batch, `synchronous=FULL`. */
export function sqliteInserts(bytesARow: number, inFolder: string): number {
  const folder = mkdtempSync(join(inFolder, 'baseline-'));
  const db = new Database(join(folder, 'baseline.db'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE event (id INTEGER PRIMARY KEY, body BLOB NOT NULL)');
    const insert = db.prepare('INSERT INTO event (body) VALUES (?)');
    const body = Buffer.alloc(bytesARow, 'x');
    const batch = db.transaction(() => {
      for (let i = 0; i < BATCH; i++) insert.run(body);
    });
    const began = performance.now();
    let rows = 0;
    while (performance.now() - began < SECONDS * 1000) {
      batch();
      rows += BATCH;
    }
    return rows / ((performance.now() - began) / 1000);
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

/** Rows a second into PostgreSQL by unnest, four connections, a commit a batch. */
export async function postgresInserts(bytesARow: number, url: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  try {
    await pool.query('CREATE TABLE baseline (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)');
    const bodies = Array.from({ length: BATCH }, () => Buffer.alloc(bytesARow, 'x'));
    const began = performance.now();
    let rows = 0;
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (performance.now() - began < SECONDS * 1000) {
          await pool.query({
            name: 'baseline',
            text: 'INSERT INTO baseline (body) SELECT unnest($1::bytea[])',
            values: [bodies],
          });
          rows += BATCH;
        }
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    await pool.query('DROP TABLE baseline');
    return rows / seconds;
  } finally {
    await pool.end();
  }
}
