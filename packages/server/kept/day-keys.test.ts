/** Processes that share a database and a folder share the keys of days, whoever makes them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPostgresRecords } from '../ground/database/index.ts';
import { type FreshDatabase, freshDatabase } from '../ground/testing/postgres.ts';

const script = fileURLToPath(new URL('./testing/key-process.ts', import.meta.url));
const NOW = Date.UTC(2026, 5, 15, 12);
/** Fourteen days back, today, and tomorrow. */
const DAYS = 16;
const PROCESSES = 4;

describe('keys of days, among processes', () => {
  let database: FreshDatabase;
  let folder: string;
  before(async () => {
    database = await freshDatabase('day_keys');
    folder = await mkdtemp(join(tmpdir(), 'kith-day-keys-'));
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const prepare = async (at: string): Promise<{ prints: (string | null)[]; problems: string[] }> => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      database.url,
      join(folder, at),
      String(NOW),
    ]);
    return JSON.parse(stdout);
  };

  it('are the same for all that begin at the same time', async () => {
    const all = await Promise.all(Array.from({ length: PROCESSES }, () => prepare('shared')));
    for (const { prints, problems } of all) {
      assert.deepEqual(problems, []);
      assert.equal(new Set(prints).size, DAYS);
      assert.deepEqual(prints, all[0]?.prints);
    }
    assert.equal((await readdir(join(folder, 'shared', 'days'))).length, DAYS);
    const { kysely, close } = await openPostgresRecords(database.url);
    assert.equal((await kysely.selectFrom('kept_key').selectAll().execute()).length, DAYS);
    await close();
  });

  it('are refused by one that looks into a folder of its own', async () => {
    const { prints, problems } = await prepare('elsewhere');
    assert.deepEqual(new Set(prints), new Set([null]));
    assert.deepEqual(new Set(problems), new Set(['key_missing']));
  });
});
