/** What the stores themselves can do: plain batched inserts of as many bytes, durable, in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import pg from 'pg';

import { events } from './world.ts';

const BATCH = 500;
/** different events that are inserted over and over */
const EVENTS = 50_000;
const WORLD = { accounts: 100_000, contacts: 1_000_000 };
/** As long as a round, and no longer than this. */
const SECONDS_MAX = 5;
const asLongAs = (seconds: number): number => Math.min(SECONDS_MAX, seconds) * 1000;

/**
 * Rows a second into SQLite, one connection, a commit a batch, `synchronous=FULL`; the rows are events as they are sent.
 * @param seconds of a round
 */
export function sqliteInserts(inFolder: string, seconds: number): number {
  const folder = mkdtempSync(join(inFolder, 'baseline-'));
  const db = new Database(join(folder, 'baseline.db'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE event (id INTEGER PRIMARY KEY, body TEXT NOT NULL)');
    const insert = db.prepare('INSERT INTO event (body) VALUES (?)');
    const bodies = Array.from({ length: EVENTS }, events(WORLD, 1, 'baseline'));
    let next = 0;
    const batch = db.transaction(() => {
      for (let i = 0; i < BATCH; i++) insert.run(bodies[next++ % EVENTS]);
    });
    const began = performance.now();
    let rows = 0;
    while (performance.now() - began < asLongAs(seconds)) {
      batch();
      rows += BATCH;
    }
    return rows / ((performance.now() - began) / 1000);
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Rows a second into PostgreSQL by unnest, four connections, a commit a batch.
 * @param seconds of a round
 */
export async function postgresInserts(url: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  try {
    await pool.query('CREATE TABLE baseline (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)');
    const make = events(WORLD, 1, 'baseline');
    const batches = Array.from({ length: EVENTS / BATCH }, () => Array.from({ length: BATCH }, make));
    let next = 0;
    const began = performance.now();
    let rows = 0;
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (performance.now() - began < asLongAs(seconds)) {
          await pool.query({
            name: 'baseline',
            text: 'INSERT INTO baseline (body) SELECT unnest($1::text[])',
            values: [batches[next++ % batches.length]],
          });
          rows += BATCH;
        }
      }),
    );
    const took_s = (performance.now() - began) / 1000;
    await pool.query('DROP TABLE baseline');
    return rows / took_s;
  } finally {
    await pool.end();
  }
}
