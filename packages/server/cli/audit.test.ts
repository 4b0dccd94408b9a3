import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Database from 'better-sqlite3';
import { kith } from '../testing/cli.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-audit-cli-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const audit = (...args: string[]) => kith(['audit', ...args, '--folder', folder, '--json']);

test('keys leave lines; the log verifies until somebody alters it, and then the line is named', async () => {
  const made = await kith(['keys', 'create', 'game', '--folder', folder, '--json']);
  const { id } = JSON.parse(made.stdout);
  await kith(['keys', 'revoke', id, '--folder', folder]);
  const listed = JSON.parse((await audit('list', '--subject', `key:${id}`)).stdout);
  assert.deepEqual(
    listed.lines.map((l: { by: string; action: string }) => [l.by, l.action]),
    [
      ['operator', 'key.revoked'],
      ['operator', 'key.created'],
    ],
  );
  const anchors = join(folder, 'anchors');
  await writeFile(anchors, (await audit('anchor')).stdout);
  const sound = await audit('verify', '--anchors', anchors);
  assert.equal(sound.code, 0, sound.stdout + sound.stderr);
  assert.deepEqual(JSON.parse(sound.stdout).faults, []);
  assert.equal(JSON.parse(sound.stdout).anchors, 1);

  const db = new Database(join(folder, 'kith.db'));
  db.exec("DROP TRIGGER audit_line_kept; UPDATE audit_line SET by = 'system' WHERE number = 1");
  db.close();
  const altered = await audit('verify');
  assert.equal(altered.code, 1);
  assert.deepEqual(JSON.parse(altered.stdout).faults, [{ number: 1, fault: 'altered' }]);
  const said = await kith(['audit', 'verify', '--folder', folder]);
  assert.match(said.stdout, /NOT sound:\n {2}line 1: altered/);
});

test('what is no number, no time or no anchor is wrong use, and says so', async () => {
  for (const [args, says] of [
    [['list', '--before', 'x'], /number of a line/],
    [['list', '--from', 'yesterday'], /must be a time/],
    [['verify', '--anchors', join(folder, 'kith.db')], /no anchor/],
  ] as const) {
    const ran = await audit(...args);
    assert.notEqual(ran.code, 0);
    assert.match(JSON.parse(ran.stdout).error.message, says);
  }
});
