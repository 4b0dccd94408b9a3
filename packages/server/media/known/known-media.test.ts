import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { verifyAudit } from '../../ground/audit/index.ts';
import { createLog } from '../../ground/log/index.ts';
import { databases, type TestRecords, testRecords } from '../../ground/testing/records.ts';
import { importList } from '../lists/import.ts';
import type { ListSettings } from '../lists/settings.ts';
import { hashOf, listSettings } from '../lists/testing/lists.ts';
import { bitsAway, numbers } from '../matching/testing/hashes.ts';
import { judgeRight, judgeWrong, matchEntry, namedEntry, sayOfMedia } from './judge.ts';
import { KnownMedia } from './known-media.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const log = createLog({ level: 'silent', destination: { write: () => {} } });

for (const kind of databases) {
  describe(`${kind}: known media`, () => {
    let folder: string;
    let records: TestRecords;
    let lists: readonly ListSettings[];
    let known: KnownMedia;
    const db = () => records.kysely;
    const judging = { by: 'staff:st_1', at_ms: NOW, case: 'case_1' } as const;
    const write = async (name: string, lines: readonly string[]) => {
      await writeFile(join(folder, name), lines.map((line) => `${line}\n`).join(''));
      for (const settings of lists)
        await importList(settings, { db: db(), clock: () => NOW, spool: tmpdir(), accepted: true });
    };
    const md5 = (n: number) => hashOf('md5', n);
    const pdq = (n: number) => hashOf('pdq', n);

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kith-known-'));
      records = await testRecords(kind, 'known');
      const from = (name: string) => ({ kind: 'file', path: join(folder, name) });
      lists = [
        listSettings({ name: 'some', verified: ['A'], from: from('some') }),
        listSettings({ name: 'all', verified: true, from: from('all') }),
      ];
      await writeFile(join(folder, 'all'), `md5,${md5(1)}\n`);
      await write('some', [`md5,${md5(1)},x-1,A`, `md5,${md5(2)},x-2,B`, `pdq,${pdq(1)},x-3,A`]);
      known = new KnownMedia({ db: db(), lists, log });
    });
    after(async () => {
      await records.close();
      await rm(folder, { recursive: true });
    });

    it('are not compared with anything before the lists are read', async () => {
      assert.deepEqual([known.ready, known.match({ md5: md5(1) })], [false, null]);
      await known.refresh();
      assert.deepEqual([known.ready, known.size.hashes], [true, 4]);
    });

    it('match exactly, in every list that has them, with what people vouch for first', () => {
      assert.deepEqual(known.match({ md5: md5(1).toUpperCase(), sha1: hashOf('sha1', 1) }), [
        { list: 'some', verified: true, entry: `md5:${md5(1)}`, kind: 'exact' },
        { list: 'all', verified: true, entry: `md5:${md5(1)}`, kind: 'exact' },
      ]);
      assert.deepEqual(
        known.match({ md5: md5(2) })?.map(({ list, verified }) => [list, verified]),
        [['some', false]],
      );
      assert.deepEqual(known.match({ md5: md5(3) }), []);
      assert.deepEqual(known.match({}), []);
    });

    it('match by likeness up to 31 bits, and not at all where the image is too plain to be told apart', () => {
      const near = (bits: number, quality: number | null = 88) =>
        known.match({ pdq: [{ hash: bitsAway(pdq(1), bits, numbers(5)), quality }] });
      assert.deepEqual(near(31), [
        { list: 'some', verified: true, entry: `pdq:${pdq(1)}`, kind: 'perceptual', distance: 31 },
      ]);
      assert.deepEqual([near(32), near(3, 49)], [[], []]);
      assert.equal(near(3, 50)?.length, 1);
      // a platform that sends only the hash does not know
      assert.equal(near(3, null)?.length, 1);
    });

    it('match what a new version has, and not what it has no more, once it is read', async () => {
      await write('some', [`md5,${md5(2)},x-2,A`, `md5,${md5(4)},x-4,A`]);
      assert.equal(known.match({ pdq: [{ hash: pdq(1), quality: null }] })?.length, 1);
      await known.refresh();
      assert.deepEqual(known.match({ pdq: [{ hash: pdq(1), quality: null }] }), []);
      assert.deepEqual(
        known.match({ md5: md5(2) })?.map(({ verified }) => verified),
        [true],
      );
      assert.equal(known.match({ md5: md5(4) })?.length, 1);
    });

    it('no longer match an entry that a person found wrong, and its source is to be told', async () => {
      const named = { list: 'some', ...(namedEntry(`md5:${md5(4)}`) ?? { algorithm: '', hash: '' }) };
      const wrong = (of: typeof named) =>
        db()
          .transaction()
          .execute((trx) => judgeWrong(trx, of, judging));
      assert.equal(await wrong({ ...named, list: 'all' }), false);
      assert.equal(await wrong(named), true);
      await known.refresh();
      assert.deepEqual(known.match({ md5: md5(4) }), []);
      const [feedback] = await db().selectFrom('known_feedback').selectAll().execute();
      assert.deepEqual([feedback?.list, feedback?.source_id, feedback?.sent_at], ['some', 'x-4', null]);
      // not even when the list brings it anew
      await write('some', [`md5,${md5(4)},x-44,A`]);
      await known.refresh();
      assert.deepEqual(known.match({ md5: md5(4) }), []);
      assert.equal(
        await db()
          .transaction()
          .execute((trx) => judgeRight(trx, named, judging)),
        true,
      );
      await known.refresh();
      assert.equal(known.match({ md5: md5(4) })?.length, 1);
      assert.equal((await db().selectFrom('known_feedback').selectAll().execute())[0]?.last_error, 'withdrawn');
    });

    it('match what people here confirmed, and no longer when they were wrong', async () => {
      const hashes = { sha256: hashOf('sha256', 9), pdq: [{ hash: pdq(9), quality: 90 }] };
      assert.equal(
        await db()
          .transaction()
          .execute((trx) => sayOfMedia(trx, hashes, 'confirmed', judging)),
        2,
      );
      assert.equal(
        await db()
          .transaction()
          .execute((trx) => sayOfMedia(trx, hashes, 'confirmed', judging)),
        2,
      );
      await known.refresh();
      const found = known.match({
        sha256: hashOf('sha256', 9),
        pdq: [{ hash: bitsAway(pdq(9), 7, numbers(3)), quality: 90 }],
      });
      assert.deepEqual(found, [
        { list: 'own', verified: true, entry: `sha256:${hashOf('sha256', 9)}`, kind: 'exact' },
        { list: 'own', verified: true, entry: `pdq:${pdq(9)}`, kind: 'perceptual', distance: 7 },
      ]);
      const named = { list: 'own', algorithm: 'pdq', hash: pdq(9) };
      assert.equal(
        await db()
          .transaction()
          .execute((trx) => judgeWrong(trx, named, judging)),
        true,
      );
      await known.refresh();
      assert.equal(known.match({ pdq: [{ hash: pdq(9), quality: 90 }] })?.length, 0);
      assert.equal((await db().selectFrom('known_feedback').selectAll().execute()).length, 1);
    });

    it('leave a line in the audit log for what people found', async () => {
      const lines = await db()
        .selectFrom('audit_line')
        .select(['action', 'detail'])
        .where('by', '=', 'staff:st_1')
        .orderBy('number')
        .execute();
      assert.deepEqual(
        lines.map(({ action }) => action.split('.')[1]),
        ['judged_wrong', 'judged_right', 'confirmed', 'confirmed', 'confirmed', 'confirmed', 'judged_wrong'],
      );
      assert.deepEqual(JSON.parse(lines[0]?.detail ?? ''), { entry: `md5:${md5(4)}`, case: 'case_1' });
      assert.deepEqual((await verifyAudit(db())).faults, []);
    });

    it('are links, too, in whatever text and however they are written', async () => {
      const links = [
        listSettings({
          name: 'urls',
          verified: true,
          format: { kind: 'links' },
          from: { kind: 'file', path: join(folder, 'urls') },
        }),
      ];
      await writeFile(
        join(folder, 'urls'),
        'http://bad.example/Page\n*.evil.example\nnot a link\n'.repeat(40).slice(0, -11),
      );
      await importList({ ...links[0], badShareMax: 1 } as ListSettings, {
        db: db(),
        clock: () => NOW,
        spool: tmpdir(),
      });
      const stored = JSON.stringify(
        await db().selectFrom('known_entry').selectAll().where('list', '=', 'urls').execute(),
      );
      assert.ok(stored.includes('"algorithm":"url"') && !stored.includes('evil') && !stored.includes('Page'));
      const all = new KnownMedia({ db: db(), lists: links, log });
      assert.deepEqual(all.matchLinks('bad.example/page'), []);
      await all.refresh();
      const [found] = all.matchLinks('look: HXXPS://bad[.]example:443/./page#x and nothing else');
      assert.deepEqual([found?.list, found?.kind, found?.verified], ['urls', 'exact', true]);
      assert.equal(all.matchLinks('a.b.evil.example/x')[0]?.list, 'urls');
      assert.deepEqual(all.matchLinks('good.example/page'), []);
      const named = { list: 'urls', ...(namedEntry(found?.entry ?? '') ?? { algorithm: '', hash: '' }) };
      assert.equal(
        await db()
          .transaction()
          .execute((trx) => judgeWrong(trx, named, { ...judging, by: 'operator' })),
        true,
      );
      await all.refresh();
      assert.deepEqual(all.matchLinks('bad.example/page'), []);
    });

    it('are links whose list says itself which parameters make no other page', async () => {
      const two = [undefined, ['sid']].map((trackingParameters, i) =>
        listSettings({
          name: `urls-${i}`,
          format: { kind: 'links', trackingParameters },
          from: { kind: 'file', path: join(folder, `urls-${i}`) },
        }),
      );
      for (const settings of two) {
        await writeFile(join(folder, settings.name), 'http://page.example/x?id=1\n');
        await importList(settings, { db: db(), clock: () => NOW, spool: tmpdir() });
      }
      const all = new KnownMedia({ db: db(), lists: two, log });
      await all.refresh();
      const inLists = (link: string) => all.matchLinks(link).map(({ list }) => list);
      assert.deepEqual(inLists('page.example/x?id=1').sort(), ['urls-0', 'urls-1']);
      assert.deepEqual(inLists('page.example/x?id=1&sid=2'), ['urls-1']);
      assert.deepEqual(inLists('page.example/x?id=1&utm_source=2'), ['urls-0']);
    });

    it('are read anew by themselves, in every process', async () => {
      const another = await KnownMedia.open({ db: db(), lists, log });
      assert.equal(another.match({ md5: md5(4) })?.length, 1);
      await another.stop();
    });
  });
}

describe('what is said of known material', () => {
  it('names an entry by its algorithm and its hash, and nothing else is a name', () => {
    assert.deepEqual(namedEntry(`pdq:${hashOf('pdq', 1)}`), { algorithm: 'pdq', hash: hashOf('pdq', 1) });
    for (const text of ['', 'md5', 'md5:xyz', `crc:${'a'.repeat(32)}`, `md5:${'A'.repeat(32)}`]) {
      assert.equal(namedEntry(text), null);
    }
  });

  it('is a line of the audit log for a match', () => {
    const match = { list: 'some', entry: 'pdq:ab', kind: 'perceptual', verified: true, distance: 3 } as const;
    assert.deepEqual(matchEntry('m-1', match, NOW), {
      ...{ at_ms: NOW, by: 'system', action: 'material.matched', subject: 'media:m-1' },
      detail: { list: 'some', entry: 'pdq:ab', kind: 'perceptual', verified: true, distance: 3 },
    });
  });
});
