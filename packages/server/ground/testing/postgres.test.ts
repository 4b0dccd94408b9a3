import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { startCluster } from './cluster.ts';
import { freshDatabase, keyOfFolder, type Template } from './postgres.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Migrates to one table with one row, and counts how often it was asked to. */
function countingTemplate(key: string): Template & { times: number } {
  return {
    key,
    times: 0,
    async migrate(url) {
      this.times++;
      await ask(url, 'CREATE TABLE pet (name text)');
      await ask(url, `INSERT INTO pet VALUES ('dog')`);
    },
  };
}

/** Unlike any other run's on the same cluster. */
const unique = `${process.pid}-${Date.now()}`;

test('a fresh database is durable and takes a hundred connections', async () => {
  const database = await freshDatabase('settings');
  assert.deepEqual(await ask(database.url, 'SHOW fsync'), ['on']);
  assert.deepEqual(await ask(database.url, 'SHOW synchronous_commit'), ['on']);
  assert.deepEqual(await ask(database.url, 'SHOW max_connections'), ['200']);
  await database.drop();
});

test('databases of one template are migrated once, and what one writes another never sees', async () => {
  const template = countingTemplate(`once ${unique}`);
  const [a, b] = await Promise.all([freshDatabase('a', template), freshDatabase('b', template)]);
  await ask(a.url, `INSERT INTO pet VALUES ('cat')`);
  assert.deepEqual(await ask(a.url, 'SELECT name FROM pet ORDER BY name'), ['cat', 'dog']);
  assert.deepEqual(await ask(b.url, 'SELECT name FROM pet ORDER BY name'), ['dog']);
  assert.equal(template.times, 1);
  await Promise.all([a.drop(), b.drop()]);
  await assert.rejects(ask(a.url, 'SELECT 1'), { code: '3D000' });
});

test('a migration that fails half-way is never cloned, and is tried again from nothing', async () => {
  const template = countingTemplate(`half ${unique}`);
  const failing: Template = {
    key: template.key,
    async migrate(url) {
      await ask(url, 'CREATE TABLE pet (leg int)');
      throw new Error('power cut');
    },
  };
  await assert.rejects(freshDatabase('half', failing), /power cut/);
  const database = await freshDatabase('half', template);
  assert.deepEqual(await ask(database.url, 'SELECT name FROM pet'), ['dog']);
  await database.drop();
});

test('dropping a database that the test is still connected to fails', async () => {
  const database = await freshDatabase('leak');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await assert.rejects(database.drop(), { code: '55006' });
  await client.end();
  await database.drop();
});

test('the key of a folder follows the names and the contents of its files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-key-'));
  try {
    writeFileSync(join(folder, '0001.sql'), 'a');
    const before = keyOfFolder(folder);
    assert.equal(keyOfFolder(folder), before);
    writeFileSync(join(folder, '0001.sql'), 'b');
    const changed = keyOfFolder(folder);
    mkdirSync(join(folder, 'more'));
    writeFileSync(join(folder, 'more', '0002.sql'), 'b');
    assert.equal(new Set([before, changed, keyOfFolder(folder)]).size, 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a cluster is gone with its folder after it was stopped, and what a killed run left is swept away', async () => {
  const first = await startCluster();
  assert.deepEqual(await ask(first.url, 'SELECT 1'), [1]);
  first.stop();
  assert.equal(existsSync(first.folder), false);
  await assert.rejects(ask(first.url, 'SELECT 1'), { code: 'ECONNREFUSED' });

  const script = `import { startCluster } from ${JSON.stringify(join(import.meta.dirname, 'cluster.ts'))};
    process.stdout.write((await startCluster()).folder); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [folder] = (await child.stdout.take(1).toArray()).map(String);
  assert.ok(folder !== undefined && existsSync(join(folder, 'data', 'postmaster.pid')));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const second = await startCluster();
  second.stop();
  assert.equal(existsSync(folder), false);
});
