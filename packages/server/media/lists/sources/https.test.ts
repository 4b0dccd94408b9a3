/** A list over HTTP from a source that misbehaves in every way that sources do: the list in use stays until a whole one is there. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { databases, type TestRecords, testRecords } from '../../../ground/testing/records.ts';
import { ImportError } from '../failure.ts';
import { importList } from '../import.ts';
import { listsFile } from '../settings.ts';
import { listHistory, listStatuses } from '../status.ts';
import { hashesOf, linesOfNumbers, listSettings, liveHashes } from '../testing/lists.ts';
import { SourceServer, serving } from '../testing/source-server.ts';
import { FETCH_LIMITS } from './limits.ts';

const HOUR_MS = 3_600_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const file = (from: number, to: number) => Buffer.from(linesOfNumbers(range(from, to)));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** No pauses between tries; what takes its time is given up at once. */
const LIMITS = { ...FETCH_LIMITS, tries: 3, retryFirst_ms: 0, retryMost_ms: 0, window_ms: 100, silence_ms: 2_000 };

for (const kind of databases) {
  describe(`${kind}: a list over HTTP`, () => {
    let folder: string;
    let source: SourceServer;
    let records: TestRecords;
    let now = Date.parse('2026-11-26T12:00:00Z');
    let using: string[] = [];
    const settings = (more: Record<string, unknown> = {}, list: Record<string, unknown> = {}) =>
      listSettings({ from: { kind: 'https', url: `${source.url}/hashes.csv`, allowPrivate: true, ...more }, ...list });
    const spool = () => join(folder, 'spool');
    const bring = (more?: Record<string, unknown>, { signal, accepted = false }: Bringing = {}) =>
      importList(settings(more), {
        ...{ db: records.kysely, clock: () => now, spool: spool(), limits: LIMITS, accepted },
        ...(signal && { signal }),
      });
    const codeOf = (importing: Promise<unknown>) =>
      importing.then(
        () => 'imported',
        (error: unknown) => (error instanceof ImportError ? error.code : String(error)),
      );
    /** so many bytes were written where downloads lie: what a source had sent before it dies may never be read else */
    async function arrived(bytes: number): Promise<void> {
      const size = () =>
        stat(join(spool(), 'test.part')).then(
          (found) => found.size,
          () => 0,
        );
      while ((await size()) < bytes) await sleep(5);
    }
    /** what is in use is as it was, and nothing of the rest is there */
    async function isAsItWas(): Promise<void> {
      assert.deepEqual(await liveHashes(records.kysely, 'test'), using);
      const entries = await records.kysely
        .selectFrom('known_entry')
        .select('hash')
        .where('removed_in', 'is', null)
        .execute();
      assert.deepEqual(entries.map(({ hash }) => hash).sort(), using);
    }

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-https-'));
      records = await testRecords(kind, 'lists_https');
      source = await SourceServer.open();
      source.answer(serving(file(0, 500), '"first"'));
      assert.equal((await bring()).kind, 'imported');
      using = hashesOf(range(0, 500));
    });
    beforeEach(() => {
      now += HOUR_MS;
    });
    after(async () => {
      await source.close();
      await records.close();
      await rm(folder, { recursive: true });
    });

    it('is asked for only where it has changed', async () => {
      source.answer(serving(file(0, 500), '"first"'));
      assert.equal((await bring()).kind, 'unchanged');
      assert.equal(source.asked[0]?.headers['if-none-match'], '"first"');
      const [status] = await listStatuses(records.kysely, [settings()], now);
      assert.deepEqual([status?.freshAt_ms, status?.version, status?.failures], [now, 1, 0]);
    });

    it('is asked for whole where it is to be read otherwise', async () => {
      source.answer(serving(file(0, 500), '"first"'));
      const columns = { kind: 'columns', header: false, hashes: { sha1: 2 }, id: 3 };
      const otherwise = settings({}, { format: columns });
      const how = { db: records.kysely, clock: () => now, spool: spool(), limits: LIMITS };
      assert.equal((await importList(otherwise, how)).kind, 'imported');
      assert.equal(source.asked[0]?.headers['if-none-match'], undefined);
      assert.equal((await bring()).kind, 'imported');
    });

    it('goes on where the source died half-way, in this import and after a kill', async () => {
      const bytes = file(0, 510);
      const whole = serving(bytes, '"second"');
      source.answer((request, response, attempt) => {
        if (attempt > 1) return whole(request, response, attempt);
        response.writeHead(200, { etag: '"second"', 'content-length': bytes.length });
        response.write(bytes.subarray(0, 9_000));
        arrived(9_000).then(() => response.destroy());
      });
      assert.equal((await bring()).kind, 'imported');
      assert.match(source.asked[1]?.headers.range ?? '', /^bytes=[1-9]\d*-$/);
      assert.equal(source.asked[1]?.headers['if-range'], '"second"');
      using = hashesOf(range(0, 510));
      await isAsItWas();

      // the process is stopped while it downloads: the next goes on
      const third = file(0, 520);
      const stop = new AbortController();
      source.answer((_, response) => {
        response.writeHead(200, { etag: '"third"', 'content-length': third.length });
        response.write(third.subarray(0, 12_000));
        arrived(12_000).then(() => stop.abort());
      });
      assert.equal(await codeOf(bring({}, { signal: stop.signal })), 'interrupted');
      await isAsItWas();
      source.answer(serving(third, '"third"'));
      assert.equal((await bring()).kind, 'imported');
      assert.equal(source.asked[0]?.headers.range, 'bytes=12000-');
      using = hashesOf(range(0, 520));
      await isAsItWas();
    });

    it('begins anew where it became another file meanwhile, and where a range is not what was asked for', async () => {
      const [before, bytes] = [file(0, 530), file(5, 535)];
      const cut: Parameters<SourceServer['answer']>[0] = (_, response) => {
        response.writeHead(200, { etag: '"old"', 'content-length': before.length });
        response.write(before.subarray(0, 7_000));
        arrived(7_000).then(() => response.destroy());
      };
      source.answer((request, response, attempt) =>
        attempt === 1 ? cut(request, response, attempt) : serving(bytes, '"new"')(request, response, attempt),
      );
      assert.equal((await bring()).kind, 'imported');
      using = hashesOf(range(5, 535));
      await isAsItWas();

      const next = file(5, 540);
      source.answer((request, response, attempt) => {
        if (attempt === 1) {
          response.writeHead(200, { etag: '"range"', 'content-length': next.length });
          response.write(next.subarray(0, 7_000));
          arrived(7_000).then(() => response.destroy());
        } else if (attempt === 2) {
          const headers = { etag: '"range"', 'content-range': `bytes 0-${next.length - 1}/${next.length}` };
          response.writeHead(206, headers).end(next);
        } else serving(next, '"range"')(request, response, attempt);
      });
      assert.equal((await bring()).kind, 'imported');
      using = hashesOf(range(5, 540));
      await isAsItWas();
    });

    const whole = file(5, 545);
    /** what a source does, and what the import says of it; `asks`: how often it is asked */
    const misdeeds: [string, string, number, Parameters<SourceServer['answer']>[0]][] = [
      [
        'ends before the length that it told, every time',
        'cut_off',
        3,
        (_, response) => {
          response.writeHead(200, { 'content-length': whole.length + 100 });
          response.write(whole, () => response.destroy());
        },
      ],
      [
        'tells a length that is beyond all measure',
        'too_large',
        1,
        (_, response) => void response.writeHead(200, { 'content-length': 2 ** 40 }).write('md5,'),
      ],
      [
        'never ends',
        'too_large',
        1,
        (_, response) => {
          const more = () => void (response.destroyed || response.write(whole, () => setImmediate(more)));
          more();
        },
      ],
      [
        'drips',
        'too_slow',
        3,
        (_, response) => {
          const drip = setInterval(() => response.write('#'), 10);
          response.on('close', () => clearInterval(drip));
        },
      ],
      ['fails', 'source_failed', 3, (_, response) => void response.writeHead(500).end('secret words of the source')],
      ['is busy', 'source_failed', 3, (_, response) => void response.writeHead(429, { 'retry-after': '1' }).end()],
      ['hangs up', 'cut_off', 3, (request) => void request.socket.destroy()],
      ['speaks no HTTP', 'answer_broken', 1, (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
      ['refuses who asks', 'sign_in_refused', 1, (_, response) => void response.writeHead(401).end()],
      ['has no such file', 'not_there', 1, (_, response) => void response.writeHead(404).end()],
      ['wants something else', 'source_refused', 1, (_, response) => void response.writeHead(400).end()],
      [
        'sends to another host',
        'redirected',
        1,
        (_, response) => void response.writeHead(302, { location: 'https://other.example/hashes.csv' }).end(),
      ],
      [
        'sends round in circles',
        'redirected',
        4,
        (_, response) => void response.writeHead(302, { location: '/again' }).end(),
      ],
      [
        'shows a page to sign in at',
        'not_a_list',
        1,
        (_, response) => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>'),
      ],
      [
        'sends something else',
        'too_many_bad',
        1,
        (_, response) => void response.writeHead(200).end('{"a":1}\n'.repeat(99)),
      ],
      ['sends nothing', 'empty', 1, (_, response) => void response.writeHead(200).end()],
      [
        'sends a damaged archive',
        'compressed_badly',
        1,
        (_, response) => void response.writeHead(200).end(gzipSync(whole).subarray(0, -50)),
      ],
      [
        'sends part of it where all was asked for',
        'answer_broken',
        1,
        (_, response) => void response.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end('0123456789'),
      ],
      [
        'says that nothing changed of what it never gave',
        'answer_broken',
        1,
        (_, response) => void response.writeHead(304).end(),
      ],
    ];
    for (const [does, code, asks, answering] of misdeeds) {
      it(`stays as it was where its source ${does}`, async () => {
        // what the version in use was told by is forgotten: a 304 could only be a lie
        await records.kysely.updateTable('known_list').set({ cursor: null }).execute();
        const before = (await listHistory(records.kysely, 'test', 1))[0]?.number;
        source.answer(answering);
        assert.equal(await codeOf(bring({ bytesMax_MB: 1 })), code);
        assert.equal(source.asked.length, asks);
        await isAsItWas();
        const [status] = await listStatuses(records.kysely, [settings()], now);
        assert.deepEqual([status?.lastError, Number(status?.version) <= Number(before)], [code, true]);
        // it is asked again, and not at once
        assert.ok(Number(status?.nextAt_ms) > now && Number(status?.nextAt_ms) <= now + 24 * HOUR_MS);
      });
    }

    it('is imported when its source has come to itself, and nothing of the failures is left', async () => {
      source.answer(serving(gzipSync(whole), '"well"'));
      assert.equal((await bring()).kind, 'imported');
      using = hashesOf(range(5, 545));
      await isAsItWas();
      const [status] = await listStatuses(records.kysely, [settings()], now);
      assert.deepEqual([status?.failures, status?.lastError, status?.stale], [0, null, false]);
      assert.deepEqual(await readdir(spool()), []);
    });

    it('is asked for with the name and password, or the token, of their files, and says where there are none', async () => {
      source.answer(serving(gzipSync(whole), '"well"'));
      const secret = join(folder, 'secret');
      const basic = { kind: 'basic', user: 'kith', password: { file: secret } };
      assert.equal(await codeOf(bring({ auth: basic })), 'secret_missing');
      assert.equal(source.asked.length, 0);
      await writeFile(secret, 'open-sesame\n');
      assert.equal((await bring({ auth: basic })).kind, 'unchanged');
      assert.equal(source.asked[0]?.headers.authorization, `Basic ${btoa('kith:open-sesame')}`);
      await bring({ auth: { kind: 'bearer', token: { file: secret } } });
      assert.equal(source.asked[1]?.headers.authorization, 'Bearer open-sesame');
    });

    it('is compared with the checksum that its source gives', async () => {
      const bytes = file(5, 550);
      let sum = 'none';
      source.answer((request, response, attempt) => {
        if (request.url !== '/sum') return serving(bytes, '"summed"')(request, response, attempt);
        if (sum === 'none') response.writeHead(404).end();
        else response.writeHead(200).end(`${sum}  hashes.csv\n`);
      });
      const checked = { checksumUrl: `${source.url}/sum` };
      assert.equal(await codeOf(bring(checked)), 'checksum_missing');
      sum = sha256(whole);
      assert.equal(await codeOf(bring(checked)), 'checksum_differs');
      await isAsItWas();
      sum = sha256(bytes);
      const done = await bring(checked);
      assert.ok(done.kind === 'imported');
      assert.equal(done.version.verified_by, 'sha256');
      using = hashesOf(range(5, 550));
      await isAsItWas();
    });

    it('comes but once where somebody has to accept it', async () => {
      source.answer(serving(file(5, 200), '"small"'));
      assert.equal(await codeOf(bring()), 'shrunk');
      await isAsItWas();
      assert.equal((await bring({}, { accepted: true })).kind, 'imported');
      // it was there already
      assert.equal(source.asked[1]?.headers['if-none-match'], '"small"');
      using = hashesOf(range(5, 200));
      await isAsItWas();
    });

    it('is stale though its source answers, where only the time counts that the source tells', async () => {
      const old = new Date(now - 100 * HOUR_MS).toUTCString();
      source.answer(serving(file(5, 201), '"old"', { 'last-modified': old }));
      assert.equal((await bring({ freshBy: 'lastModified' })).kind, 'imported');
      const stale = async () => (await listStatuses(records.kysely, [settings()], now))[0]?.stale;
      assert.equal(await stale(), true);
      assert.equal((await bring({ freshBy: 'lastModified' })).kind, 'unchanged');
      assert.equal(await stale(), true);
      assert.equal((await bring()).kind, 'unchanged');
      assert.equal(await stale(), false);
      now += 80 * HOUR_MS;
      source.answer((_, response) => void response.writeHead(503).end());
      assert.equal(await codeOf(bring()), 'source_failed');
      assert.equal(await stale(), true);
    });
  });
}

interface Bringing {
  signal?: AbortSignal;
  accepted?: boolean;
}

describe('where a list comes from', () => {
  const refused = (from: Record<string, unknown>) =>
    listsFile.safeParse([{ name: 'x', from: { kind: 'https', ...from } }]).error?.issues.map(({ message }) => message);

  it('is https, and http only on this machine where that is meant', () => {
    assert.equal(refused({ url: 'https://lists.example/a.csv' }), undefined);
    assert.equal(refused({ url: 'http://127.0.0.1:8080/a.csv', allowPrivate: true }), undefined);
    assert.match(String(refused({ url: 'http://lists.example/a.csv' })), /must be https/);
    assert.match(String(refused({ url: 'http://lists.example/a.csv', allowPrivate: true })), /must be https/);
    assert.match(String(refused({ url: 'http://10.0.0.1/a.csv', allowPrivate: true })), /must be https/);
    assert.match(String(refused({ url: 'https://10.0.0.1/a.csv' })), /private address/);
    assert.match(String(refused({ url: 'https://localhost/a.csv' })), /private address/);
    assert.match(String(refused({ url: 'ftp://lists.example/a.csv' })), /must be an https URL/);
  });

  it('carries no secret in its address, and sends none to another host', () => {
    assert.match(String(refused({ url: 'https://me:word@lists.example/a.csv' })), /use auth/);
    const checksumUrl = 'https://sums.example/a.sha256';
    assert.match(String(refused({ url: 'https://lists.example/a.csv', checksumUrl })), /same host/);
  });
});
