/** Reports from a draft to their withdrawal, on both databases: frozen, audited, and none gives another's small numbers away. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { auditPage, transparencyDraft, transparencyPublished, transparencyReports } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { databases, type TestRecords, testRecords } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';
import { type Staff, signIn } from '../../testing/sign-in.ts';
import { setProgress } from '../counts/progress.ts';
import { draftOf } from './draft.ts';
import { sayStatistics } from './pages/said.ts';
import { transparencyWords } from './pages/words.ts';
import { earlierOf, listPublications, readPublication } from './publications.ts';
import { publishReport } from './publish.ts';
import { isSmall } from './suppression/index.ts';
import { countHalfYear, dayIn } from './testing/counted.ts';

const PATH = '/v1/transparency';

/** Small sums of a publication that it shows. */
async function smallShown(db: Kysely<Records>): Promise<number> {
  const earlier = await earlierOf(db);
  return earlier.flatMap(({ sums }) => sums.flatMap((one) => one.sums)).filter((s) => s.shown && isSmall(s.value))
    .length;
}

for (const kind of databases) {
  describe(`transparency reports on ${kind}`, () => {
    let records: TestRecords;
    let db: Kysely<Records>;
    before(async () => {
      records = await testRecords(kind, 'transparency');
      db = records.kysely;
      await countHalfYear(db);
    });
    after(() => records.close());
    const at = { by: 'operator', at_ms: 1_800_000_000_000, sha256: null, changes: '' } as const;

    it('are drafted only of months that are over and counted, and of so many at most', async () => {
      await assert.rejects(
        draftOf(db, { from: '2026-06', to: '2026-07' }),
        /to: 2026-07 isn't counted whole yet: Kith has counted through 2026-06-30/,
      );
      await assert.rejects(
        draftOf(db, { from: '2025-12', to: '2026-02' }),
        /from: Kith counts since 2026-01-11: of 2025-12 it counted nothing/,
      );
      await assert.rejects(draftOf(db, { from: '2026-03', to: '2026-02' }), /is before/);
      await assert.rejects(draftOf(db, { from: '2020-01', to: '2026-02' }), /at most 24 months/);
    });

    it('are not of months before counting began, though nothing was to be counted since', async () => {
      const { kysely: fresh, close } = await testRecords(kind, 'transparency-fresh');
      await setProgress(fresh, 'log_from', dayIn('2026-07-01'));
      await setProgress(fresh, 'finished_through', dayIn('2026-08-31'));
      await assert.rejects(draftOf(fresh, { from: '2026-06', to: '2026-08' }), /from: Kith counts since 2026-07-01/);
      assert.deepEqual((await draftOf(fresh, { from: '2026-07', to: '2026-08' })).content.months, [
        '2026-07',
        '2026-08',
      ]);
      await close();
    });

    it('show sums that can be added up again, and withhold small ones with those that would give them away', async () => {
      const { content, withheld, small } = await draftOf(db, { from: '2026-01', to: '2026-03' });
      const reports = content.statistics.find(({ id }) => id === 'reports');
      const meet = reports?.rows.find(({ key }) => key === 'wants_to_meet');
      assert.deepEqual([meet?.months[0], meet?.months[2]], [null, null]);
      assert.equal(reports?.total, 130);
      assert.ok(withheld > small && small > 0);
      for (const { months, total, rows } of content.statistics) {
        if (months.length === 0 || months.includes(null) || total === null) continue;
        assert.equal(
          months.reduce<number>((sum, n) => sum + (n ?? 0), 0),
          total,
        );
        for (const row of rows)
          assert.ok(![row.total, ...row.months].some((n) => n !== null && isSmall(n)), row.key ?? 'others');
      }
    });

    it('stay as they were published, whatever is counted afterwards', async () => {
      const draft = await draftOf(db, { from: '2026-01', to: '2026-03' });
      const id = await publishReport(db, { ...at, from: '2026-01', to: '2026-03', sha256: draft.sha256 });
      assert.equal(id, '2026-01_2026-03_1');
      assert.deepEqual((await readPublication(db, id))?.content, draft.content);
      assert.equal(await smallShown(db), 0);
    });

    it('refuse to be published where they would be another than the draft', async () => {
      const asked = { ...at, from: '2026-04', to: '2026-04' };
      await assert.rejects(publishReport(db, { ...asked, sha256: '0'.repeat(64) }), /another than the draft/);
    });

    it('are published once, however often the same is asked for at the same moment, and again afterwards', async () => {
      const asked = { ...at, from: '2026-04', to: '2026-04' };
      const { sha256 } = await draftOf(db, asked);
      const same = { ...asked, sha256 };
      const first = await Promise.all([publishReport(db, same), publishReport(db, same)]);
      assert.deepEqual([...first, await publishReport(db, same)], Array(3).fill('2026-04_2026-04_1'));
      const changes = { ...asked, changes: 'Says more of what it is of.' };
      const second = await Promise.all([publishReport(db, changes), publishReport(db, changes)]);
      assert.deepEqual([...second, await publishReport(db, changes)], Array(3).fill('2026-04_2026-04_2'));
      const editions = (await listPublications(db)).filter(({ from, to }) => from === '2026-04' && to === '2026-04');
      assert.deepEqual(
        editions.map(({ edition }) => edition),
        [2, 1],
      );
      const audited = await db
        .selectFrom('audit_line')
        .select('subject')
        .where('action', '=', 'transparency.published')
        .where('subject', 'like', '%2026-04_2026-04%')
        .execute();
      assert.equal(audited.length, 2);
    });

    it('of a longer period keep what an earlier one withheld', async () => {
      const id = await publishReport(db, { ...at, from: '2026-01', to: '2026-06' });
      const half = (await readPublication(db, id))?.content;
      const quarter = (await readPublication(db, '2026-01_2026-03_1'))?.content;
      const cells = (of: typeof half) =>
        of?.statistics.find((s) => s.id === 'reports')?.rows.flatMap((row) => row.months.slice(0, 3)) ?? [];
      cells(quarter).forEach((cell, i) => {
        if (cell === null) return;
        // a number may be withheld now that was not; what is shown is the same
        assert.ok([cell, null].includes(cells(half)[i] ?? null));
      });
      assert.equal(await smallShown(db), 0);
    });

    it('are corrected by a later edition that says what it changes; the first stays as it was', async () => {
      const before_ = await readPublication(db, '2026-01_2026-03_1');
      await db
        .updateTable('daily_count')
        .set({ n: 4 })
        .where('day', '=', dayIn('2026-02-11'))
        .where('name', '=', 'reports_received')
        .where('key', '=', 'wants_to_meet/user')
        .execute();
      const again = { ...at, from: '2026-01', to: '2026-03' };
      await assert.rejects(publishReport(db, again), /changes: a later edition says what it changes/);
      const id = await publishReport(db, { ...again, changes: 'Reports that came twice were counted once.' });
      assert.equal(id, '2026-01_2026-03_2');
      const edition = await readPublication(db, id);
      const row = edition?.content.statistics
        .find((s) => s.id === 'reports')
        ?.rows.find((r) => r.key === 'wants_to_meet');
      assert.equal(row?.months[1], null);
      // beside the first edition, in which that month may have had a number, it must not be left alone in its month
      const reports = edition?.content.statistics.find((s) => s.id === 'reports');
      assert.ok(
        (reports?.rows.filter(({ months }) => months[1] === null).length ?? 0) > 1 || reports?.months[1] === null,
      );
      assert.equal(await smallShown(db), 0);
      assert.deepEqual(await readPublication(db, '2026-01_2026-03_1'), before_);
      assert.equal((await listPublications(db))[0]?.to, '2026-06');
    });

    it('of months in which nothing was counted say so, in every table', async () => {
      await setProgress(db, 'finished_through', dayIn('2026-08-31'));
      const id = await publishReport(db, { ...at, from: '2026-07', to: '2026-08' });
      const content = (await readPublication(db, id))?.content;
      assert.ok(content !== undefined);
      for (const { total, months } of content.statistics) assert.ok([total, ...months].every((n) => n === 0));
      for (const language of ['en', 'cy'] as const) {
        const { none } = transparencyWords[language];
        for (const { id: of, sentences, tables } of sayStatistics(content, language)) {
          assert.deepEqual(sentences, [], of);
          for (const { rows, caption } of tables) {
            assert.ok(rows.length > 0, caption);
            assert.ok(of === 'appeals_filed' || rows.some(([name, n]) => name === none && n === '0'), caption);
          }
        }
      }
    });
  });

  describe(`publishing at the console on ${kind}`, () => {
    let kith: Running;
    let officer: Staff;
    let auditor: Staff;
    before(async () => {
      // by then the first half of the year is over
      kith = await runKithOn(kind, 'transparency-api', {}, () => Date.parse('2026-11-26T12:00:00Z'));
      const beside = await openRecords(kith.config);
      await countHalfYear(beside.records);
      await beside.close();
      officer = await signIn(kith, ['compliance']);
      auditor = await signIn(kith, ['auditor']);
    });
    after(() => kith.end());

    it('shows a draft, publishes it, and withdraws it with a reason; both are in the audit log without words', async () => {
      const draft = transparencyDraft.parse(await (await officer.get(`${PATH}/draft?from=2026-01&to=2026-06`)).json());
      assert.match(draft.title, /January 2026 to June 2026/);
      const body = { from: '2026-01', to: '2026-06', sha256: draft.sha256 };
      const { id, path } = transparencyPublished.parse(await (await officer.send(PATH, body)).json());
      assert.equal((await fetch(kith.url + path)).status, 200);
      const why = 'MARKED reason';
      const left = transparencyReports.parse(await (await officer.send(`${PATH}/${id}/withdrawal`, { why })).json());
      assert.equal(left.reports[0]?.withdrawn?.why, why);
      const page = await (await fetch(`${kith.url}${path}?lang=en`)).text();
      assert.match(page, /withdrawn on 26 November 2026: MARKED reason/);
      assert.doesNotMatch(page, /<table/);
      assert.equal((await fetch(`${kith.url}${path}.csv`)).status, 404);
      const log = await (await auditor.get(`/v1/audit?subject=transparency:${id}`)).text();
      assert.ok(auditPage.safeParse(JSON.parse(log)).success);
      for (const did of ['published', 'withdrawn']) assert.ok(log.includes(`transparency.${did}`), did);
      assert.ok(!log.includes('MARKED'));
    });

    it('is for whoever answers for compliance alone', async () => {
      assert.equal((await auditor.get(PATH)).status, 200);
      assert.equal((await auditor.get(`${PATH}/draft?from=2026-01&to=2026-06`)).status, 404);
      assert.equal((await auditor.send(PATH, {})).status, 404);
      const moderator = await signIn(kith, ['moderator']);
      assert.equal((await moderator.get(PATH)).status, 404);
    });
  });
}
