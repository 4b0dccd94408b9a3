/** A list from NCMEC's hash sharing, on a server that behaves as its public client shows, and on one that does not. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { databases, type TestRecords, testRecords } from '../../../../ground/testing/records.ts';
import { ImportError } from '../../failure.ts';
import { importList } from '../../import.ts';
import { listHistory, listStatuses } from '../../status.ts';
import { hashOf, listSettings, liveHashes } from '../../testing/lists.ts';
import { answerEntries, type SharedEntry } from '../../testing/ncmec-server.ts';
import { type Answering, SourceServer } from '../../testing/source-server.ts';
import { FETCH_LIMITS } from '../limits.ts';
import { readEntries } from './entries.ts';

const HOUR_MS = 3_600_000;
const BEGAN_S = Date.parse('2026-01-01T00:00:00Z') / 1000;
const LIMITS = { ...FETCH_LIMITS, tries: 3, retryFirst_ms: 0, retryMost_ms: 0, silence_ms: 2_000 };
const entry = (n: number, more: Partial<SharedEntry> = {}): SharedEntry => ({
  ...{ member: 42, id: `image${n}`, at: BEGAN_S + n * 60, classification: n % 2 === 0 ? 'A1' : 'B2' },
  hashes: { md5: hashOf('md5', n), sha1: hashOf('sha1', n), pdq: hashOf('pdq', n), pdna: 'a1b2...' },
  ...more,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const hashesOf = (numbers: readonly number[]) =>
  numbers.flatMap((n) => [hashOf('md5', n), hashOf('sha1', n), hashOf('pdq', n)]).sort();

for (const kind of databases) {
  describe(`${kind}: a list from NCMEC's hash sharing`, () => {
    let folder: string;
    let source: SourceServer;
    let records: TestRecords;
    let now = Date.parse('2026-11-26T12:00:00Z');
    let shared: SharedEntry[] = [];
    const settings = (more: Record<string, unknown> = {}) =>
      listSettings({
        verified: ['A1'],
        from: {
          ...{ kind: 'ncmec', url: `${source.url}/hashsharing`, user: 'kith', allowPrivate: true },
          ...{ password: { file: join(folder, 'secret') }, ...more },
        },
      });
    const bring = (more?: Record<string, unknown>, { signal, accepted = false }: Bringing = {}) =>
      importList(settings(more), {
        ...{ db: records.kysely, clock: () => now, spool: folder, limits: LIMITS, accepted },
        ...(signal && { signal }),
      });
    const codeOf = (importing: Promise<unknown>) =>
      importing.then(
        () => 'imported',
        (error: unknown) => (error instanceof ImportError ? error.code : String(error)),
      );
    const pages =
      (size = 100, spoil?: (xml: string, attempt: number) => string): Answering =>
      (request, response, attempt) =>
        answerEntries(shared, request, response, { size, ...(spoil && { spoil: (xml) => spoil(xml, attempt) }) });
    const live = () => liveHashes(records.kysely, 'test');

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-ncmec-'));
      await writeFile(join(folder, 'secret'), 'open-sesame');
      records = await testRecords(kind, 'lists_ncmec');
      source = await SourceServer.open();
    });
    beforeEach(() => {
      now += HOUR_MS;
    });
    after(async () => {
      await source.close();
      await records.close();
      await rm(folder, { recursive: true });
    });

    it('is all there is at first, page by page, with the name and the password', async () => {
      shared = range(0, 450).map((n) => entry(n));
      source.answer(pages());
      const done = await bring();
      assert.ok(done.kind === 'imported');
      assert.deepEqual([done.version.whole, done.version.verified_by], [1, 'count']);
      assert.deepEqual(await live(), hashesOf(range(0, 450)));
      assert.equal(source.asked.length, 5);
      assert.match(source.asked[0]?.url ?? '', /^\/hashsharing\/v2\/entries\?from=1970-01-01T00%3A00%3A00Z&to=2026/);
      assert.equal(source.asked[4]?.headers.authorization, `Basic ${btoa('kith:open-sesame')}`);
    });

    it('is what changed from then on: added, changed and deleted', async () => {
      const at = Math.floor(now / 1000) - 1_000;
      shared = [
        ...shared.slice(2),
        entry(1_000, { at }),
        // an update: another category, and a hash less
        entry(5, { at, classification: 'A1', hashes: { md5: hashOf('md5', 5) } }),
        { member: 42, id: 'image6', at, deleted: true, hashes: {} },
        { member: 43, id: 'image7', at, deleted: true, hashes: {} },
      ];
      source.answer(pages());
      const done = await bring();
      assert.ok(done.kind === 'imported');
      assert.deepEqual([done.version.whole, done.version.added, done.version.removed].map(Number), [0, 4, 6]);
      const kept = range(0, 450).filter((n) => n !== 5 && n !== 6);
      assert.deepEqual(await live(), [...hashesOf([...kept, 1_000]), hashOf('md5', 5)].sort());
      const { cursor } = await records.kysely.selectFrom('known_list').select('cursor').executeTakeFirstOrThrow();
      assert.equal(Number(JSON.parse(cursor ?? '').since), Math.floor(now / 1000) - 60);
      // nothing since: no new version, and it is fresh
      now += HOUR_MS;
      assert.equal((await bring()).kind, 'unchanged');
      assert.equal((await listStatuses(records.kysely, [settings()], now))[0]?.freshAt_ms, now);
    });

    it('goes on with the page at which it was stopped', async () => {
      const at = Math.floor(now / 1000) - 1_000;
      shared = range(2_000, 2_500).map((n) => entry(n, { at }));
      const before = await live();
      const stop = new AbortController();
      source.answer((request, response, attempt) => {
        if (attempt === 4) stop.abort();
        else pages()(request, response, attempt);
      });
      assert.equal(await codeOf(bring({}, { signal: stop.signal })), 'interrupted');
      assert.deepEqual(await live(), before);
      source.answer(pages());
      assert.equal((await bring()).kind, 'imported');
      assert.match(source.asked[0]?.url ?? '', /start=300/);
      assert.equal(source.asked.length, 2);
      assert.deepEqual(await live(), [...before, ...hashesOf(range(2_000, 2_500))].sort());
    });

    it('begins a range anew where its next page has run out, and cuts one that is too large', async () => {
      const at = Math.floor(now / 1000) - 1_000;
      shared = range(3_000, 3_300).map((n) => entry(n, { at }));
      source.answer((request, response, attempt) => {
        if (attempt === 2) response.writeHead(404).end();
        else if (attempt === 3) pages(100, (xml) => xml.replace('max=300', 'max=9000000'))(request, response, attempt);
        else pages()(request, response, attempt);
      });
      assert.equal((await bring()).kind, 'imported');
      const width = (asked: number) => {
        const parameters = new URL(source.asked[asked]?.url ?? '', 'http://source').searchParams;
        return Date.parse(parameters.get('to') ?? '') - Date.parse(parameters.get('from') ?? '');
      };
      assert.ok(width(3) < width(2) / 10);
      assert.ok((await live()).includes(hashOf('md5', 3_299)));
    });

    const misdeeds: [string, string, (answer: Answering) => Answering][] = [
      [
        'fails in the middle',
        'source_failed',
        (answer) => (q, s, n) => (n < 3 ? answer(q, s, n) : s.writeHead(502).end()),
      ],
      ['refuses who asks', 'sign_in_refused', () => (_, response) => void response.writeHead(401).end()],
      ['hangs up in the middle', 'cut_off', (answer) => (q, s, n) => (n < 3 ? answer(q, s, n) : q.socket.destroy())],
      ['sends a page that is cut off', 'answer_broken', () => pages(100, (xml) => xml.slice(0, -400))],
      [
        'sends fewer than it counts',
        'answer_broken',
        () => pages(100, (xml, n) => (n < 3 ? xml : xml.replace(/<image>.*?<\/image>/s, ''))),
      ],
      ['sends no XML', 'answer_broken', () => pages(100, () => '{"images":[]}')],
      ['sends other XML', 'answer_broken', () => pages(100, () => '<status><member id="1">X</member></status>')],
      ['repeats a page', 'repeats', () => pages(100, (xml) => xml.replace(/start=\d+/, 'start=200'))],
      [
        'names its next page elsewhere',
        'answer_broken',
        () => pages(100, (xml) => xml.replace('<next>/v2/', '<next>https://other.example/v2/')),
      ],
      [
        'defines entities that grow',
        'answer_broken',
        () =>
          pages(100, (xml) =>
            xml.replace('<queryResult', '<!DOCTYPE q [<!ENTITY a "aa">]><queryResult').replace('image4', '&a;'),
          ),
      ],
    ];
    for (const [does, code, answering] of misdeeds) {
      it(`stays as it was where its source ${does}`, async () => {
        const at = Math.floor(now / 1000) - 1_000;
        shared = range(4_000, 4_500).map((n) => entry(n, { at }));
        const before = await live();
        // what was staged before is forgotten, so that it would be gone on with from the first page
        await records.kysely.deleteFrom('known_version').where('state', '=', 'reading').execute();
        source.answer(answering(pages()));
        assert.equal(await codeOf(bring()), code);
        assert.deepEqual(await live(), before);
        const [status] = await listStatuses(records.kysely, [settings()], now);
        assert.equal(status?.lastError, code);
      });
    }

    it('is brought when its source has come to itself', async () => {
      source.answer(pages());
      assert.equal((await bring()).kind, 'imported');
      assert.ok((await live()).includes(hashOf('pdq', 4_499)));
      assert.equal((await listStatuses(records.kysely, [settings()], now))[0]?.lastError, null);
    });

    it('stays as it was where much of it is deleted at once, unless somebody means it', async () => {
      const at = Math.floor(now / 1000) - 1_000;
      shared = [...range(7, 450), ...range(2_000, 2_500)].map((n) => entry(n, { at, deleted: true, hashes: {} }));
      const before = await live();
      source.answer(pages());
      assert.equal(await codeOf(bring()), 'vanishing');
      assert.deepEqual(await live(), before);
      assert.equal((await listHistory(records.kysely, 'test', 1))[0]?.state, 'refused');
      assert.equal((await bring({}, { accepted: true })).kind, 'imported');
      assert.ok(!(await live()).includes(hashOf('md5', 100)));
    });

    it('counts what has a bad hash, and is refused where that is too much', async () => {
      const at = Math.floor(now / 1000) - 1_000;
      shared = range(5_000, 5_100).map((n) => entry(n, { at, hashes: { md5: 'not a hash' } }));
      source.answer(pages());
      assert.equal(await codeOf(bring()), 'too_many_bad');
      const [last] = await listHistory(records.kysely, 'test', 1);
      assert.match(last?.problems ?? '', /its md5 is not 32 hexadecimal digits/);
      assert.ok(!last?.problems.includes('not a hash'));
    });

    it('is all of it anew, of some members alone, where its settings say so', async () => {
      shared = [...range(0, 50).map((n) => entry(n)), ...range(50, 100).map((n) => entry(n, { member: 9 }))];
      source.answer(pages());
      assert.equal((await bring({ members: [9] }, { accepted: true })).kind, 'imported');
      assert.deepEqual(await live(), hashesOf(range(50, 100)));
    });
  });
}

interface Bringing {
  signal?: AbortSignal;
  accepted?: boolean;
}

describe('an answer of hash sharing', () => {
  it('is read with prefixes of a namespace, and without what it has not', () => {
    const xml = `<h:queryResult xmlns:h="https://hashsharing.ncmec.org/hashsharing/v2"><h:videos><h:deletedVideo>
      <h:member id="3">X</h:member><h:id>v1</h:id></h:deletedVideo><h:other/></h:videos></h:queryResult>`;
    assert.deepEqual(readEntries(xml), {
      entries: [{ member: '3', id: 'v1', deleted: true, classification: '', fingerprints: [] }],
      next: null,
    });
  });
});
