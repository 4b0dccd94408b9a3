/** Several processes that start at one empty database at the same moment: each migration is run once, and nobody fails by another. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import Database from 'better-sqlite3';
import pg from 'pg';
import { migrationsFolder, readMigrations } from './ground/database/migrations.ts';
import { freshDatabase } from './ground/testing/postgres.ts';
import { kith, type Served, serve } from './testing/cli.ts';

const SERVED = 3;
const COMMANDS = 3;

let folder: string;
let running: Served[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-starts-'));
});
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  running = [];
  await rm(folder, { recursive: true, force: true });
});

const namesOf = (dialect: 'postgres' | 'sqlite'): string[] =>
  readMigrations(migrationsFolder(dialect)).map(({ name }) => name);

/** A key that is made by a process of its own, which migrates where nobody has. */
const makeKey = (n: number, args: readonly string[]) => kith(['keys', 'create', `made ${n}`, '--json', ...args]);

async function keysMade(args: readonly string[]): Promise<string[]> {
  const { keys } = JSON.parse((await kith(['keys', 'list', '--json', ...args])).stdout);
  return keys
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => name.startsWith('made '))
    .sort();
}

const made = Array.from({ length: COMMANDS }, (_, n) => `made ${n}`);

async function told({ url, key }: Served, id: string): Promise<string> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ id, type: 'message.sent', data: { actor: 'a', other: 'b', message: id } }]),
  });
  const { results } = (await response.json()) as { results: { status: string }[] };
  return results.map(({ status }) => status).join();
}

it(`${SERVED} Kiths and ${COMMANDS} commands that start at one empty PostgreSQL database at once migrate it once`, async () => {
  const database = await freshDatabase('starts');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const where = ['--database-url', database.url];
    const served = Array.from({ length: SERVED }, async (_, n) => {
      running.push(await serve(join(folder, `kith${n}`), where));
    });
    const commands = Array.from({ length: COMMANDS }, (_, n) => makeKey(n, where));
    for (const { code, stderr, stdout } of await Promise.all(commands)) assert.equal(code, 0, stderr + stdout);
    await Promise.all(served);
    assert.equal(running.length, SERVED);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migration ORDER BY number');
    assert.deepEqual(
      rows.map(({ name }) => name),
      namesOf('postgres'),
    );
    assert.deepEqual(await keysMade(where), made);
    // each takes events, and knows what another was told
    for (const [n, one] of running.entries()) assert.equal(await told(one, `e${n}`), 'accepted');
    for (const one of running) assert.equal(await told(one, 'e0'), 'duplicate');
  } finally {
    for (const { child, ended } of running) {
      child.kill('SIGTERM');
      assert.equal(await ended, 0);
    }
    await client.end();
    await database.drop();
  }
});

it(`of ${SERVED} Kiths and ${COMMANDS} commands that start at one empty folder at once one Kith serves, and all commands do their work`, async () => {
  const home = join(folder, 'kith');
  const served = Array.from({ length: SERVED }, () =>
    serve(home).then(
      (one) => running.push(one),
      (error: Error) => error.message,
    ),
  );
  const commands = Array.from({ length: COMMANDS }, (_, n) => makeKey(n, ['--folder', home]));
  for (const { code, stderr, stdout } of await Promise.all(commands)) assert.equal(code, 0, stderr + stdout);
  const refused = (await Promise.all(served)).filter((said) => typeof said === 'string');
  assert.equal(refused.length, SERVED - 1);
  for (const said of refused) assert.match(said, /is in use by another Kith/);
  const [one] = running;
  assert.ok(one !== undefined);
  assert.equal(await told(one, 'e0'), 'accepted');
  assert.deepEqual(await keysMade(['--folder', home]), made);
  const db = new Database(join(home, 'kith.db'), { readonly: true });
  const rows = db.prepare<[], { name: string }>('SELECT name FROM migration ORDER BY number').all();
  db.close();
  assert.deepEqual(
    rows.map(({ name }) => name),
    namesOf('sqlite'),
  );
  one.child.kill('SIGTERM');
  assert.equal(await one.ended, 0, one.stderr());
});
