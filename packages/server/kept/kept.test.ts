/** What is kept of messages, from their commit until the end of their day; on both stores. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openPostgresRecords, openSqliteRecords } from '../ground/database/index.ts';
import { backupFolder } from '../knowledge/index.ts';
import { keptConversation, keptOf } from './index.ts';
import { unpack } from './pack.ts';
import { DAY_MS, Keeping, NOON } from './testing/keeping.ts';

const looking = { at_ms: NOON, by: 'staff:sta_1', subject: 'case:case_1' } as const;

for (const kind of ['resident', 'postgres'] as const) {
  describe(`kept messages (${kind})`, () => {
    let k: Keeping;
    beforeEach(async () => {
      k = await Keeping.begin(kind);
      await k.person('max', 'adult');
      await k.person('ann', 'adult');
      await k.person('kid', '13to15');
      await k.person('tim', '13to15');
    });
    afterEach(() => k.end());

    const between = async (a: string, b: string, range: { before?: number; after?: number; limit?: number } = {}) =>
      (await keptConversation(k.db, k.kept.folder, { a, b, limit: 100, ...range }, looking)).map(({ text }) => text);
    const rows = async () => (await k.db.selectFrom('kept_pack').selectAll().execute()).flatMap(unpack);

    it('are read as they were written, both sides of a conversation in order', async () => {
      await k.write('max', 'kid', 'hello 👋', { at: NOON });
      await k.write('kid', 'max', 'who are you', { at: NOON + 1 });
      await k.write('max', 'kid', 'guess', { at: NOON + 2 });
      assert.deepEqual(await between('kid', 'max'), ['hello 👋', 'who are you', 'guess']);
      const [first] = await keptOf(k.db, k.kept.folder, { account: 'kid', limit: 1, before: NOON + 1 }, looking);
      const { event: _event, message: _message, ...said } = first ?? { event: '', message: '' };
      assert.deepEqual(said, {
        ...{ conversation: null, at: NOON, from: 'max', to: 'kid', text: 'hello 👋', unreadable: false, media: [] },
        ...{ outcome: 'block', deletedAt: null },
      });
    });

    it('are those with a child that are unconnected or of unequal age, and no others', async () => {
      await k.write('max', 'ann', 'between adults');
      await k.write('kid', 'tim', 'not yet friends');
      await k.tell('connection.requested', { actor: 'kid', other: 'tim' });
      await k.tell('connection.accepted', { actor: 'tim', other: 'kid' });
      await k.write('kid', 'tim', 'friends now');
      await k.tell('connection.accepted', { actor: 'kid', other: 'max' });
      await k.write('max', 'kid', 'friends, and an adult');
      assert.deepEqual(await between('kid', 'tim'), ['not yet friends']);
      assert.deepEqual(await between('kid', 'max'), ['friends, and an adult']);
      assert.equal((await rows()).length, 2);
    });

    it('are those of a group of two as if it were none, and those of a small group only where the policy says so', async () => {
      const group = async (conversation: string, members: string[]) => {
        await k.tell('conversation.created', { actor: 'max', conversation, kind: 'group', members: [] });
        // nobody else may add a child to a group
        for (const actor of members) await k.tell('conversation.joined', { actor, conversation });
        const data = { actor: 'max', conversation, message: `m-${conversation}` };
        await k.tell('message.sent', data, { text: conversation });
      };
      await group('two', ['kid']);
      await group('three', ['kid', 'tim']);
      assert.deepEqual(await between('max', 'kid'), ['two']);
      k.messages = { ...k.messages, smallGroups: true };
      await group('four', ['kid', 'tim', 'ann']);
      await group('grown-ups', ['ann', 'bob']);
      const read = await keptOf(k.db, k.kept.folder, { account: 'max', limit: 9 }, looking);
      assert.deepEqual(read.map(({ text, to }) => [text, to]).sort(), [
        ['four', null],
        ['grown-ups', null],
        ['two', 'kid'],
      ]);
    });

    it('are none where the policy keeps none', async () => {
      k.messages = { ...k.messages, days: 0 };
      await k.write('max', 'kid', 'hello');
      assert.deepEqual(await rows(), []);
    });

    it('are kept once, however often their event is told', async () => {
      const event = { actor: 'max', other: 'kid', message: 'm1', media: ['p1', 'p2'] };
      for (let i = 0; i < 3; i++) await k.tell('message.sent', event, { id: 'same' });
      const kept = await rows();
      assert.equal(kept.length, 1);
      assert.deepEqual([kept[0]?.text, kept[0]?.media], [null, '["p1","p2"]']);
    });

    it('are marked when their sender deletes them, and stay', async () => {
      await k.write('max', 'kid', 'delete this', { message: 'm1' });
      await k.write('max', 'kid', 'and not this', { message: 'm2' });
      await k.tell('message.deleted', { actor: 'kid', message: 'm2' });
      await k.tell('message.deleted', { actor: 'max', message: 'm1' }, { at: NOON + 5 });
      const read = await keptConversation(k.db, k.kept.folder, { a: 'max', b: 'kid', limit: 10 }, looking);
      assert.deepEqual(
        read.map(({ text, deletedAt }) => [text, deletedAt]),
        [
          ['delete this', NOON + 5],
          ['and not this', null],
        ],
      );
    });

    it('are told of late: kept while their day is, and not beyond', async () => {
      await k.write('max', 'kid', 'two weeks ago', { at: NOON - 14 * DAY_MS });
      await k.write('max', 'kid', 'before that', { at: NOON - 15 * DAY_MS });
      assert.deepEqual(await between('max', 'kid'), ['two weeks ago']);
    });

    it('are read a page at a time, and no moment is parted', async () => {
      for (let i = 0; i < 9; i++) {
        await k.write('max', 'kid', `t${i}`, { at: NOON + Math.floor(i / 2), message: `m${i}` });
      }
      assert.deepEqual(await between('max', 'kid', { limit: 4 }), ['t6', 't7', 't8']);
      assert.deepEqual(await between('max', 'kid', { limit: 4, before: NOON + 3 }), ['t2', 't3', 't4', 't5']);
      assert.deepEqual(await between('max', 'kid', { limit: 3, after: NOON }), ['t2', 't3']);
      assert.deepEqual(await between('max', 'kid', { limit: 100, after: NOON + 3 }), ['t8']);
    });

    it('leave a line in the audit log for every look, which says whose and how many, not what', async () => {
      await k.write('max', 'kid', 'a secret');
      await between('max', 'kid');
      await keptOf(k.db, k.kept.folder, { account: 'kid', limit: 5 }, looking);
      const lines = await k.db.selectFrom('audit_line').selectAll().orderBy('number').execute();
      assert.deepEqual(
        lines.map(({ by, action, subject, detail }) => [by, action, subject, JSON.parse(detail)]),
        [
          ['staff:sta_1', 'kept.read_conversation', 'case:case_1', { a: 'max', b: 'kid', messages: 1 }],
          ['staff:sta_1', 'kept.read_account', 'case:case_1', { account: 'kid', messages: 1 }],
        ],
      );
    });

    it('go with their day: its key first, and then its rows', async () => {
      await k.write('max', 'kid', 'old', { at: NOON });
      await k.write('max', 'kid', 'newer', { at: NOON + DAY_MS });
      // the whole fourteenth day after it they are there
      k.now = Date.UTC(2026, 5, 29, 23, 59, 59);
      await k.kept.work();
      assert.deepEqual(await between('max', 'kid'), ['old', 'newer']);
      k.now += 1000;
      await k.kept.work();
      assert.deepEqual(await between('max', 'kid'), ['newer']);
      const key = await k.db.selectFrom('kept_key').selectAll().where('name', '=', 'day:2026-06-15').execute();
      assert.equal(key[0]?.destroyed_at, k.now);
      assert.ok(!(await readdir(join(k.keys, 'days'))).includes('2026-06-15'));
      // and no key is made again for it, by nobody
      await k.close();
      k.now = NOON;
      await k.open();
      await k.write('max', 'kid', 'told again', { at: NOON });
      assert.deepEqual(await between('max', 'kid'), ['newer']);
    });

    it('are not kept where the folder of keys is another than that of the database', async () => {
      await k.close();
      await rm(join(k.keys, 'days'), { recursive: true });
      await k.open();
      await k.write('max', 'kid', 'hello');
      assert.deepEqual(await rows(), []);
      assert.match(k.logged.join(''), /the key of 2026-06-15 is not in the folder of keys/);
      assert.equal(k.kept.levels().find(({ name }) => name === 'kith_kept_without_key')?.value, 1);
    });

    it('stand in clear in no file, no table and no line of the log', async () => {
      const marks = Array.from({ length: 20 }, (_, i) => `MARK-5b1e-${i}`);
      for (const [i, mark] of marks.entries()) {
        await k.write('max', 'kid', `${mark} ${'x'.repeat(200)}`, { at: NOON + i });
      }
      assert.deepEqual(
        (await between('max', 'kid')).map((text) => text?.split(' ')[0]),
        marks,
      );
      const everything = [Buffer.from(k.logged.join('')), ...(await tablesOf(kind, k))];
      const folders = [k.keys, ...(kind === 'resident' ? [k.home.address] : [])];
      await k.store.close();
      for (const folder of folders) {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        for (const e of entries.filter((entry) => entry.isFile())) {
          everything.push(await readFile(join(e.parentPath, e.name)));
        }
      }
      await k.open();
      const all = Buffer.concat(everything);
      assert.ok(all.includes('kid'), 'nothing was looked at');
      for (const clear of ['MARK-5b1e', 'xxxxxxxx']) {
        for (const form of [
          Buffer.from(clear),
          Buffer.from(clear, 'utf16le'),
          Buffer.from(Buffer.from(clear).toString('hex')),
        ]) {
          assert.ok(!all.includes(form), clear);
        }
      }
    });
  });
}

/** All that PostgreSQL holds, as text, where bytes are hexadecimal; a folder's files are read as they are. */
async function tablesOf(kind: 'resident' | 'postgres', k: Keeping): Promise<Buffer[]> {
  if (kind === 'resident') return [];
  const tables = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(k.db);
  const texts: Buffer[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ text: string }>`SELECT t::text AS text FROM ${sql.table(name)} t`.execute(k.db);
    texts.push(...rows.map(({ text }) => Buffer.from(text)));
  }
  return texts;
}

describe('a backup', () => {
  it('of the resident store opens nothing once the key of the day is destroyed', async () => {
    const k = await Keeping.begin('resident');
    const copies = await mkdtemp(join(tmpdir(), 'kith-copies-'));
    try {
      await k.person('max', 'adult');
      await k.person('kid', '13to15');
      await k.write('max', 'kid', 'hello');
      const backup = join(copies, 'backup');
      await backupFolder(k.home.address, backup);
      const names = await readdir(backup, { recursive: true });
      assert.ok(names.includes('kith.db') && !names.some((name) => name.includes('days') || name.includes('master')));
      const master = await readFile(join(k.keys, 'master'), 'utf8');
      const copy = await openSqliteRecords(join(backup, 'kith.db'));
      const read = async () =>
        (await keptConversation(copy.kysely, k.kept.folder, { a: 'max', b: 'kid', limit: 9 }, looking)).map(
          ({ text, unreadable }) => [text, unreadable],
        );
      // while there is the key, the copy can be read with it: so it is the key that is missing afterwards
      assert.deepEqual(await read(), [['hello', false]]);
      k.now += 15 * DAY_MS;
      await k.kept.work();
      assert.equal(await readFile(join(k.keys, 'master'), 'utf8'), master);
      assert.deepEqual(await read(), [[null, true]]);
      await copy.close();
    } finally {
      await k.end();
      await rm(copies, { recursive: true });
    }
  });

  it('of PostgreSQL, either', async () => {
    const k = await Keeping.begin('postgres');
    try {
      await k.person('max', 'adult');
      await k.person('kid', '13to15');
      await k.write('max', 'kid', 'hello');
      const saved = await k.db.selectFrom('kept_pack').selectAll().execute();
      const tail = await k.db.selectFrom('kept_tail').selectAll().execute();
      k.now += 15 * DAY_MS;
      await k.kept.work();
      for (const table of ['kept_pack', 'kept_tail'] as const) {
        assert.deepEqual(await k.db.selectFrom(table).selectAll().execute(), []);
      }
      const again = await openPostgresRecords(k.home.address);
      await again.kysely.insertInto('kept_pack').values(saved).execute();
      await again.kysely.insertInto('kept_tail').values(tail).execute();
      const read = await keptConversation(again.kysely, k.kept.folder, { a: 'max', b: 'kid', limit: 9 }, looking);
      assert.deepEqual(
        read.map(({ text, unreadable }) => [text, unreadable]),
        [[null, true]],
      );
      await again.close();
    } finally {
      await k.end();
    }
  });
});
