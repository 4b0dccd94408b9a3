import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import { verifyAudit } from '../../ground/audit/index.ts';
import { databases, type TestRecords, testRecords } from '../../ground/testing/records.ts';
import { ImportError } from './failure.ts';
import { importList } from './import.ts';
import { LEASE_MS, takeLease } from './lease.ts';
import { listHistory, listStatuses } from './status.ts';
import { hashesOf, hashOf, linesOfNumbers, listSettings, liveHashes } from './testing/lists.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const HOUR_MS = 3_600_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

for (const kind of databases) {
  describe(`${kind}: a list from a file`, () => {
    let folder: string;
    let path: string;
    let records: TestRecords;
    let now = NOW;
    let ticks = Number.POSITIVE_INFINITY;
    // a process that dies, at any of the moments at which it looks at the clock
    const clock = () => {
      if (ticks-- <= 0) throw new Error('died');
      return now;
    };
    const settings = (more: Record<string, unknown> = {}) => listSettings({ ...more, from: { kind: 'file', path } });
    const importIt = (more?: Record<string, unknown>, accepted = false) =>
      importList(settings(more), { db: records.kysely, clock, spool: tmpdir(), accepted });
    const codeOf = (importing: Promise<unknown>) =>
      importing.then(
        () => 'imported',
        (error: unknown) => (error instanceof ImportError ? error.code : String(error)),
      );
    const write = async (text: string | Uint8Array) => {
      await writeFile(path, text);
      await utimes(path, now / 1000, now / 1000);
    };

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-list-'));
      path = join(folder, 'hashes.csv');
      records = await testRecords(kind, 'lists');
    });
    after(async () => {
      await records.close();
      await rm(folder, { recursive: true });
    });

    it('is in use as a whole, with a version for each import, and says what it added and removed', async () => {
      await write(linesOfNumbers(range(0, 1_200)));
      const first = await importIt();
      assert.ok(first.kind === 'imported');
      assert.deepEqual([first.version.number, first.version.entries, first.version.added].map(Number), [1, 1200, 1200]);
      assert.deepEqual(await liveHashes(records.kysely, 'test'), hashesOf(range(0, 1_200)));

      now += HOUR_MS;
      await write(linesOfNumbers(range(100, 1_250)));
      const second = await importIt();
      assert.ok(second.kind === 'imported');
      const { number, added, removed, entries } = second.version;
      assert.deepEqual([number, added, removed, entries].map(Number), [2, 50, 100, 1_150]);
      assert.deepEqual(await liveHashes(records.kysely, 'test'), hashesOf(range(100, 1_250)));
      const states = (await listHistory(records.kysely, 'test', 10)).map(({ state }) => state);
      assert.deepEqual(states, ['live', 'past']);
      assert.equal((await records.kysely.selectFrom('known_staged').selectAll().execute()).length, 0);
    });

    it('is left alone where it is as it was, and read anew where it is to be read otherwise', async () => {
      assert.equal((await importIt()).kind, 'unchanged');
      const columns = { kind: 'columns', header: false, hashes: { sha1: 2 }, id: 3 };
      const again = await importIt({ format: columns });
      assert.ok(again.kind === 'imported');
      assert.deepEqual([again.version.added, again.version.removed].map(Number), [0, 0]);
      assert.equal((await importIt()).kind, 'imported');
    });

    it('may be compressed, and entries whose category changed are told as removed and added', async () => {
      await write(gzipSync(linesOfNumbers(range(100, 1_250), ',A')));
      const { version } = await imported(importIt());
      assert.deepEqual([version.added, version.removed, version.entries].map(Number), [1_150, 1_150, 1_150]);
    });

    it('stays as it was where the file has too many bad lines, which are named by their numbers', async () => {
      const before = await liveHashes(records.kysely, 'test');
      const bad = 'md5,not-a-hash-at-all\n';
      await write(`${linesOfNumbers(range(0, 1_200))}${bad.repeat(30)}`);
      assert.equal(await codeOf(importIt()), 'too_many_bad');
      assert.equal(await codeOf(importIt()), 'too_many_bad');
      assert.deepEqual(await liveHashes(records.kysely, 'test'), before);
      const [last, beforeIt] = await listHistory(records.kysely, 'test', 2);
      assert.deepEqual([last?.state, last?.error, last?.bad], ['refused', 'too_many_bad', 30]);
      // the same failure is noted once
      assert.equal(beforeIt?.state, 'live');
      assert.match(last?.problems ?? '', /"line":1201,"problem":"is not 32 hexadecimal digits/);
      assert.ok(!last?.problems.includes('not-a-hash-at-all'));
      const [status] = await listStatuses(records.kysely, [settings()], now);
      assert.deepEqual([status?.failures, status?.lastError, status?.stale], [2, 'too_many_bad', false]);
      assert.ok(status?.nextAt_ms !== null && Number(status?.nextAt_ms) > now);

      await write(`${linesOfNumbers(range(0, 1_200))}${bad.repeat(3)}`);
      const { version } = await imported(importIt());
      assert.deepEqual([version.bad, version.entries].map(Number), [3, 1_200]);
      assert.equal((await listStatuses(records.kysely, [settings()], now))[0]?.lastError, null);
    });

    it('stays as it was where the file was cut off, is empty, or is none of a list, unless somebody means it', async () => {
      const before = await liveHashes(records.kysely, 'test');
      await write(linesOfNumbers(range(0, 700)));
      assert.equal(await codeOf(importIt()), 'shrunk');
      await write('');
      assert.equal(await codeOf(importIt()), 'empty');
      await write(Buffer.from(range(0, 50_000).map((n) => (n * 7919) % 256)));
      assert.equal(await codeOf(importIt()), 'too_many_bad');
      await rm(path);
      assert.equal(await codeOf(importIt()), 'not_there');
      assert.deepEqual(await liveHashes(records.kysely, 'test'), before);
      await write(linesOfNumbers(range(0, 700)));
      const { version } = await imported(importIt({}, true));
      assert.deepEqual([version.entries, version.removed].map(Number), [700, 500]);
    });

    it('stays as it was where a wholly different list comes in its place, unless somebody means it', async () => {
      const before = await liveHashes(records.kysely, 'test');
      await write(linesOfNumbers(range(20_000, 20_700)));
      assert.equal(await codeOf(importIt()), 'vanishing');
      // the same again is told, and noted once
      assert.equal(await codeOf(importIt()), 'vanishing');
      assert.deepEqual(await liveHashes(records.kysely, 'test'), before);
      const states = (await listHistory(records.kysely, 'test', 2)).map(({ state }) => state);
      assert.deepEqual(states, ['refused', 'live']);
      assert.equal((await records.kysely.selectFrom('known_staged').selectAll().execute()).length, 0);
      await imported(importIt({}, true));
      assert.deepEqual(await liveHashes(records.kysely, 'test'), hashesOf(range(20_000, 20_700)));
      // one that only names its entries otherwise is the same list
      await write(linesOfNumbers(range(20_000, 20_700)).replaceAll(',id-', ',name-'));
      await imported(importIt());
      await write(linesOfNumbers(range(0, 700)));
      await imported(importIt({ vanishShareMax: 1 }));
    });

    it('stays as it was where one kind of its hashes is gone, though another kind is as it was', async () => {
      const md5 = range(0, 900).map((n) => `md5,${hashOf('md5', n)},id-${n}\n`);
      await write(linesOfNumbers(range(0, 700)) + md5.join(''));
      await imported(importIt());
      await write(`${md5.join('')}sha1,${hashOf('sha1', 1)}\n`);
      assert.equal(await codeOf(importIt({ shrinkShareMax: 0.9 })), 'vanishing');
      await write(linesOfNumbers(range(0, 700)));
      await imported(importIt({}, true));
    });

    it('may be empty where its settings say so, or somebody means it', async () => {
      const other = (more: Record<string, unknown>, accepted = false) => importIt({ ...more, name: 'other' }, accepted);
      await write('# nothing yet\n');
      assert.equal(await codeOf(other({})), 'empty');
      const { version } = await imported(other({ mayBeEmpty: true }));
      assert.equal(Number(version.entries), 0);
      await write(linesOfNumbers([1, 2]));
      await imported(other({}));
      await write('# nothing any more\n');
      assert.equal(await codeOf(other({ mayBeEmpty: true })), 'shrunk');
      assert.equal(Number((await imported(other({}, true))).version.removed), 2);
      assert.deepEqual(await liveHashes(records.kysely, 'other'), []);
    });

    it('is compared with the checksum beside it', async () => {
      const text = linesOfNumbers(range(0, 900));
      const from = { kind: 'file', path, checksum: 'required' };
      const strict = () => importList(listSettings({ from }), { db: records.kysely, clock, spool: tmpdir() });
      await write(text);
      assert.equal(await codeOf(strict()), 'checksum_missing');
      await writeFile(`${path}.sha256`, `${hashOf('sha256', 1)}  hashes.csv\n`);
      assert.equal(await codeOf(strict()), 'checksum_differs');
      await writeFile(`${path}.sha256`, 'none\n');
      assert.equal(await codeOf(strict()), 'checksum_malformed');
      await writeFile(`${path}.sha256`, `${createHash('sha256').update(text).digest('hex')}  hashes.csv\n`);
      assert.equal((await imported(strict())).version.verified_by, 'sha256');
      await rm(`${path}.sha256`);
    });

    it('is imported by one process at a time; the lease of one that died ends', async () => {
      await write(linesOfNumbers(range(0, 901)));
      const lease = await takeLease(records.kysely, 'test', clock);
      assert.ok(lease !== null);
      assert.equal(await codeOf(importIt()), 'in_use');
      // the process that has it is gone without a word
      now += LEASE_MS + 1;
      assert.equal(await codeOf(importIt()), 'imported');
      await lease.release();
    });

    it('is as it was, or new as a whole, wherever the importing process dies; the next try finishes', async () => {
      const versions = [range(0, 901), range(500, 1_200)] as const;
      let deaths = 0;
      for (let at = 1, turn = 1; deaths < 18; at++) {
        const [from, to] = turn % 2 === 1 ? [versions[0], versions[1]] : [versions[1], versions[0]];
        await write(linesOfNumbers(to));
        ticks = at;
        const died = await codeOf(importIt({}, true));
        ticks = Number.POSITIVE_INFINITY;
        const found = await liveHashes(records.kysely, 'test');
        if (died === 'Error: died') {
          deaths++;
          // only the tidying up comes after the one moment
          const whole = [from, to].some((list) => isDeepStrictEqual(found, hashesOf(list)));
          assert.ok(whole, `died at ${at}`);
          // every third time, what it had begun is given up for another file
          if (deaths % 3 === 0) {
            await write(linesOfNumbers([...to, 5_000 + at]));
            await imported(importIt({}, true));
            assert.deepEqual(await liveHashes(records.kysely, 'test'), hashesOf([...to, 5_000 + at]));
            await write(linesOfNumbers(to));
          }
          await importIt({}, true);
        } else at = 0;
        assert.deepEqual(await liveHashes(records.kysely, 'test'), hashesOf(to));
        const [live] = await listHistory(records.kysely, 'test', 1);
        assert.equal(Number(live?.entries), to.length);
        turn++;
      }
    });

    it('leaves a line in the audit log for every version', async () => {
      const verified = await verifyAudit(records.kysely);
      assert.deepEqual(verified.faults, []);
      const lines = await records.kysely
        .selectFrom('audit_line')
        .selectAll()
        .where('action', '=', 'known_list.imported')
        .execute();
      assert.ok(lines.length > 10);
      assert.equal(lines[0]?.subject, 'known_list:test');
    });

    it('is stale when it is older than its time, though nothing failed', async () => {
      const [fresh] = await listStatuses(records.kysely, [settings()], now);
      assert.equal(fresh?.stale, false);
      now += 73 * HOUR_MS;
      // the file is there, and nobody brought a newer one
      assert.equal(await codeOf(importIt()), 'imported');
      const [stale] = await listStatuses(records.kysely, [settings()], now);
      assert.deepEqual([stale?.stale, stale?.lastError], [true, null]);
      const [never] = await listStatuses(
        records.kysely,
        [listSettings({ name: 'never', from: { kind: 'file', path } })],
        now,
      );
      assert.deepEqual([never?.stale, never?.version], [true, 0]);
    });
  });
}

async function imported(importing: ReturnType<typeof importList>) {
  const done = await importing;
  assert.ok(done.kind === 'imported');
  return done;
}
