import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { openPostgresRecords, openSqliteRecords, type Records } from '../database/index.ts';
import { freshDatabase } from '../testing/postgres.ts';
import { appendAudit, keepAnchoring, listAudit, readAnchors, takeAnchor, verifyAudit, writeAnchor } from './index.ts';
import { hashOf } from './line.ts';

async function withLog(kind: string, act: (db: Kysely<Records>, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-audit-'));
  const database = kind === 'SQLite' ? null : await freshDatabase('audit');
  const opened =
    database === null ? await openSqliteRecords(join(folder, 'kith.db')) : await openPostgresRecords(database.url);
  try {
    await act(opened.kysely, folder);
  } finally {
    await opened.close();
    await database?.drop();
    rmSync(folder, { recursive: true });
  }
}

const add = (db: Kysely<Records>, subject: string, at_ms = 1000) =>
  db.transaction().execute((trx) => appendAudit(trx, { at_ms, by: 'staff:sta_1', action: 'kept.held', subject }));

const LINES = 12;
const filled = async (db: Kysely<Records>) => {
  for (let i = 1; i <= LINES; i++) await add(db, `case:${i}`, i * 1000);
};
/** What somebody does who may write the whole database. */
async function unguarded(db: Kysely<Records>, kind: string): Promise<void> {
  if (kind === 'SQLite') {
    await sql`DROP TRIGGER audit_line_kept`.execute(db);
    await sql`DROP TRIGGER audit_line_stays`.execute(db);
  } else await sql`DROP TRIGGER audit_line_kept ON audit_line`.execute(db);
}
const faultsOf = async (db: Kysely<Records>) => (await verifyAudit(db)).faults;

for (const kind of ['SQLite', 'PostgreSQL']) {
  test(`${kind}: lines that are added at once are one sound chain, and one of a failed transaction is not there`, () =>
    withLog(kind, async (db) => {
      assert.deepEqual(await verifyAudit(db), { lines: 0, anchors: 0, faults: [], head: { number: 0, hash: '' } });
      await Promise.all(Array.from({ length: 30 }, (_, i) => add(db, `case:${i}`)));
      const failing = db.transaction().execute(async (trx) => {
        await appendAudit(trx, { at_ms: 1, by: 'system', action: 'kept.released', subject: 'case:x' });
        throw new Error('the act failed');
      });
      await assert.rejects(failing, /the act failed/);
      const { lines, faults, head } = await verifyAudit(db);
      assert.deepEqual({ lines, faults, number: head.number }, { lines: 30, faults: [], number: 30 });
    }));

  test(`${kind}: a line can't be changed or deleted by mistake`, () =>
    withLog(kind, async (db) => {
      await filled(db);
      await assert.rejects(db.updateTable('audit_line').set({ by: 'system' }).execute(), /append-only/);
      await assert.rejects(db.deleteFrom('audit_line').where('number', '=', 3).execute(), /append-only/);
      assert.deepEqual(await faultsOf(db), []);
    }));

  test(`${kind}: a line that was altered is named, its hash made anew or not`, () =>
    withLog(kind, async (db) => {
      await filled(db);
      await unguarded(db, kind);
      await db.updateTable('audit_line').set({ by: 'staff:sta_2' }).where('number', '=', 3).execute();
      const line = await db.selectFrom('audit_line').selectAll().where('number', '=', 7).executeTakeFirstOrThrow();
      const forged = { ...line, subject: 'case:other' };
      await db
        .updateTable('audit_line')
        .set({ ...forged, hash: hashOf(forged) })
        .where('number', '=', 7)
        .execute();
      assert.deepEqual(await faultsOf(db), [
        { number: 3, fault: 'altered' },
        { number: 7, fault: 'altered' },
      ]);
    }));

  test(`${kind}: a line that was put in before the first is named, though its hash is right`, () =>
    withLog(kind, async (db) => {
      await filled(db);
      for (const number of [0, -1, -7]) {
        const forged = { number, at: 1, by: 'staff:sta_9', action: 'evidence.opened', subject: 'x', detail: '{}' };
        const line = { ...forged, before: '' };
        await db
          .insertInto('audit_line')
          .values({ ...line, hash: hashOf(line) })
          .execute();
      }
      const faults = await faultsOf(db);
      assert.deepEqual(
        faults.map(({ number, fault }) => [number, fault]),
        [-7, -1, 0].map((number) => [number, 'altered']),
      );
    }));

  test(`${kind}: lines that are missing are named: first, in the midst, last, all`, () =>
    withLog(kind, async (db) => {
      await filled(db);
      await unguarded(db, kind);
      await db.deleteFrom('audit_line').where('number', 'in', [1, 5, 6, LINES]).execute();
      assert.deepEqual(await faultsOf(db), [
        { number: 1, fault: 'missing' },
        { number: 5, to: 6, fault: 'missing' },
        { number: LINES, fault: 'missing' },
      ]);
      await db.deleteFrom('audit_line').execute();
      assert.deepEqual(await faultsOf(db), [{ number: 1, to: LINES, fault: 'missing' }]);
    }));

  test(`${kind}: lines that changed places are named, and one that was written past the head`, () =>
    withLog(kind, async (db) => {
      await filled(db);
      await unguarded(db, kind);
      for (const [from, to] of [
        [4, 99],
        [8, 4],
        [99, 8],
      ]) {
        await db.updateTable('audit_line').set({ number: to }).where('number', '=', from).execute();
      }
      const [fourth] = await db.selectFrom('audit_line').selectAll().where('number', '=', 4).execute();
      await db
        .insertInto('audit_line')
        .values({ ...fourth, number: LINES + 2 })
        .execute();
      const faults = await faultsOf(db);
      assert.ok(faults.some((f) => f.number === 4 && f.fault === 'altered'));
      assert.ok(faults.some((f) => f.number === 8 && f.fault === 'altered'));
      assert.deepEqual(faults.at(-1), { number: LINES + 1, to: LINES + 2, fault: 'beyond_head' });
    }));

  test(`${kind}: a log that was written anew as a whole agrees with itself, and not with an anchor`, () =>
    withLog(kind, async (db, folder) => {
      const file = join(folder, 'anchors');
      await filled(db);
      await writeAnchor(file, await takeAnchor(db, 5));
      await add(db, 'case:later');
      await writeAnchor(file, await takeAnchor(db, 6));
      const { anchors } = await readAnchors(file);
      assert.deepEqual((await verifyAudit(db, anchors)).faults, []);
      assert.equal((await verifyAudit(db, anchors)).anchors, 2);
      await unguarded(db, kind);
      await db.deleteFrom('audit_line').execute();
      await db.updateTable('audit_head').set({ number: 0, hash: '' }).execute();
      for (let i = 1; i <= LINES; i++) await add(db, `case:${i + 1}`, i * 1000);
      assert.deepEqual(await faultsOf(db), []);
      assert.deepEqual((await verifyAudit(db, anchors)).faults, [
        { number: LINES, fault: 'not_as_anchored' },
        { number: LINES + 1, fault: 'missing' },
      ]);
    }));

  test(`${kind}: lines are listed by subject, person, act and time, the newest first, page by page`, () =>
    withLog(kind, async (db) => {
      await filled(db);
      const first = await listAudit(db, { limit: 5 });
      assert.deepEqual(
        first.lines.map((l) => l.number),
        [12, 11, 10, 9, 8],
      );
      const second = await listAudit(db, { limit: 500, before: first.next ?? 0 });
      assert.deepEqual([second.lines.length, second.next], [7, null]);
      assert.equal((await listAudit(db, { subject: 'case:3' })).lines[0]?.number, 3);
      assert.equal((await listAudit(db, { by: 'staff:sta_1', action: 'kept.held' })).lines.length, LINES);
      assert.equal((await listAudit(db, { by: 'staff:nobody' })).lines.length, 0);
      assert.equal((await listAudit(db, { from_ms: 3000, to_ms: 5000 })).lines.length, 2);
    }));
}

test('any change to any field of any line is found', () =>
  withLog('SQLite', async (db) => {
    await filled(db);
    await unguarded(db, 'SQLite');
    const lines = await db.selectFrom('audit_line').selectAll().orderBy('number').execute();
    const change = fc.oneof(
      fc.record({ field: fc.constantFrom('by', 'action', 'subject', 'detail', 'before', 'hash'), to: fc.string() }),
      fc.record({ field: fc.constant('at'), to: fc.nat() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: LINES - 1 }), change, async (i, { field, to }) => {
        const line = lines[i];
        fc.pre(Object.entries(line).some(([name, value]) => name === field && value !== to));
        await db
          .updateTable('audit_line')
          .set({ [field]: to })
          .where('number', '=', line.number)
          .execute();
        const faults = await faultsOf(db);
        assert.ok(faults.some(({ number }) => number === line.number));
        await db.updateTable('audit_line').set(line).where('number', '=', line.number).execute();
      }),
      { numRuns: 60 },
    );
    assert.deepEqual(await faultsOf(db), []);
  }));

test('an anchor is written at the start and then one each day, also after one could not be written', () =>
  withLog('SQLite', async (db, folder) => {
    await filled(db);
    const file = join(folder, 'daily', 'anchors');
    let [looks, now_ms, failures] = [0, Date.UTC(2026, 10, 26, 23, 50), 0];
    const clock = () => {
      looks++;
      return now_ms;
    };
    const job = keepAnchoring(db, file, clock, () => failures++, 1);
    const lookedOften = async () => {
      const before = looks;
      while (looks < before + 4) await sleep(1);
    };
    // there is no such folder yet: nothing is written, and it is said each time
    while (failures < 2) await sleep(1);
    await mkdir(join(folder, 'daily'));
    await lookedOften();
    assert.deepEqual(
      (await readAnchors(file)).anchors.map(({ at }) => at.slice(0, 10)),
      ['2026-11-26'],
    );
    await add(db, 'case:later');
    now_ms += 15 * 60_000;
    await lookedOften();
    await lookedOften();
    await job.stop();
    const { anchors } = await readAnchors(file);
    assert.deepEqual(
      anchors.map(({ at, number }) => [at.slice(0, 10), number]),
      [
        ['2026-11-26', LINES],
        ['2026-11-27', LINES + 1],
      ],
    );
    assert.deepEqual((await verifyAudit(db, anchors)).faults, []);
  }));

test('a detail that is long enough to be a text is refused, and what is no anchor is named', () =>
  withLog('SQLite', async (db, folder) => {
    const long = db.transaction().execute((trx) =>
      appendAudit(trx, {
        at_ms: 1,
        by: 'system',
        action: 'kept.released',
        subject: 'case:1',
        detail: { x: 'x'.repeat(5000) },
      }),
    );
    await assert.rejects(long, RangeError);
    const file = join(folder, 'anchors');
    await writeAnchor(file, { at: 'yesterday', number: 1, hash: '' });
    await assert.rejects(readAnchors(file), /line 1, is no anchor/);
  }));

for (const kind of ['SQLite', 'PostgreSQL']) {
  test(`${kind}: an anchor that was written in part, at whatever byte, is named and costs no other`, () =>
    withLog(kind, async (db, folder) => {
      const file = join(folder, 'anchors');
      await filled(db);
      await writeAnchor(file, await takeAnchor(db, 5));
      const { anchors: first } = await readAnchors(file);
      const { length } = await readFile(file);
      await add(db, 'case:later');
      await writeAnchor(file, await takeAnchor(db, 6));
      const both = await readFile(file);
      for (let bytes = length + 1; bytes < both.length - 1; bytes++) {
        await writeFile(file, both);
        await truncate(file, bytes);
        assert.deepEqual(await readAnchors(file), { anchors: first, torn: [2] });
        await writeAnchor(file, await takeAnchor(db, 7));
        const { anchors, torn } = await readAnchors(file);
        assert.deepEqual([anchors.map(({ number }) => number), torn], [[LINES, LINES + 1], [2]]);
        assert.deepEqual((await verifyAudit(db, anchors)).faults, []);
      }
      // as a version before this one went on after it
      await writeFile(file, `${both.toString('utf8').trimEnd().slice(0, -9)}${both.toString('utf8').split('\n')[1]}\n`);
      const { anchors, torn } = await readAnchors(file);
      assert.deepEqual([anchors.map(({ number }) => number), torn], [[LINES, LINES + 1], [2]]);
      // what a page of zeros is that no power was left for
      await appendFile(file, Buffer.alloc(64));
      assert.deepEqual((await readAnchors(file)).torn, [2, 3]);
      await writeFile(file, both.subarray(0, 20));
      await assert.rejects(readAnchors(file), /no whole anchor/);
    }));
}
