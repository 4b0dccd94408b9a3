import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
  await appendFile(anchors, '{"at":"2026-11-2');
  const torn = await audit('verify', '--anchors', anchors);
  assert.deepEqual([torn.code, JSON.parse(torn.stdout).anchors, JSON.parse(torn.stdout).torn], [0, 1, [2]]);
  const told = await kith(['audit', 'verify', '--anchors', anchors, '--folder', folder]);
  assert.match(told.stdout, /sound: .*\n1 anchors were compared.\nLine 2 of the anchors is cut short/);

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
    [['list', '--before', '99999999999999999999'], /number of a line/],
    [['list', '--from', 'yesterday'], /a day or a time that there is.*not yesterday/],
    [['list', '--from', '2026-13-40'], /a day or a time that there is.*not 2026-13-40/],
    [['list', '--to', '2026-02-30'], /a day or a time that there is.*not 2026-02-30/],
    [['list', '--to', '2026-06-15T12:00'], /a day or a time that there is/],
    [['verify', '--anchors', join(folder, 'kith.db')], /no anchor/],
    [['verify', '--anchors', join(folder, 'nowhere')], /there is no file .*nowhere: check its name/],
    [['verify', '--anchors', folder], /name a file/],
  ] as const) {
    const ran = await audit(...args);
    assert.notEqual(ran.code, 0);
    assert.match(JSON.parse(ran.stdout).error.message, says);
  }
});
