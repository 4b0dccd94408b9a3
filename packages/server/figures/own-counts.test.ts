/** The operator's own counts beside the public figures: those that it chose, of years that are over, no small number of people. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases, type TestRecords, testRecords } from '../ground/testing/records.ts';
import { dayOf } from '../measures/index.ts';
import { type OwnCounts, ownCounts } from './own-counts.ts';
import { ownPage } from './pages/own.ts';

const day = (name: string): number => dayOf(Date.parse(name));

for (const database of databases) {
  describe(`own counts on ${database}`, () => {
    let records: TestRecords;
    let own: OwnCounts;
    let now_ms = 0;
    const through = (name: string) =>
      records.kysely
        .insertInto('count_progress')
        .values({ what: 'finished_through', value: day(name) })
        .onConflict((c) => c.column('what').doUpdateSet({ value: day(name) }))
        .execute();
    before(async () => {
      records = await testRecords(database, 'own-counts');
      own = ownCounts(records.kysely, () => now_ms);
      const row = (of: string, name: string, n: number, key = '') => ({ day: day(of), name, key, n });
      await records.kysely
        .insertInto('daily_count')
        .values([
          row('2024-06-01', 'reports_received', 3, 'grooming/account'),
          row('2025-03-31', 'reports_received', 4, 'other/guardian'),
          row('2025-04-01', 'reports_received', 100, 'grooming/account'),
          row('2026-03-31', 'reports_received', 23, 'grooming/account'),
          row('2024-07-01', 'appeals_filed', 4),
          row('2025-07-01', 'decisions', 2, 'allow'),
          row('2025-07-01', 'cases_waiting', 50),
        ])
        .execute();
    });
    after(() => records.close());

    it('are none before a day is counted, and none where none is chosen', async () => {
      assert.deepEqual(await own(['reports_received']), []);
      now_ms += 3_600_000;
      assert.equal(await ownPage(own, [], 'en'), null);
      assert.equal(await ownPage(null, ['reports_received'], 'en'), null);
    });

    it('are of financial years that are over, from April to March; small numbers of people are not shown', async () => {
      await through('2026-03-30');
      now_ms += 3_600_000;
      const names = ['reports_received', 'appeals_filed', 'decisions', 'cases_waiting'];
      const before31March = await own(names);
      assert.deepEqual(
        before31March.map(({ year, name, n, from }) => [year, name, n, from]),
        [
          ['2024/25', 'reports_received', 7, '2024-06-01'],
          ['2024/25', 'appeals_filed', null, '2024-06-01'],
          ['2024/25', 'decisions', 0, '2024-06-01'],
        ],
        'the last day of 2025/26 is not counted yet',
      );
      await through('2026-03-31');
      now_ms += 3_600_000;
      const next = (await own(names)).filter(({ year }) => year === '2025/26');
      // nobody appealed: that is a small number, too; how many waited on one day is no number of a year
      assert.deepEqual(
        next.map(({ name, n, from }) => [name, n, from]),
        [
          ['reports_received', 123, null],
          ['appeals_filed', null, null],
          ['decisions', 2, null],
        ],
      );
    });

    it('are shown in words, and stay as they are while the next year goes on', async () => {
      const shown = await ownPage(own, ['reports_received', 'appeals_filed'], 'en');
      assert.deepEqual(shown?.years[1], {
        year: '2025/26',
        note: null,
        counts: [
          { title: 'Reports received', figure: '123' },
          { title: 'Appeals filed', figure: 'fewer than 5' },
        ],
      });
      assert.match(shown?.years[0]?.note ?? '', /Counted from 2024-06-01 on/);
      await records.kysely
        .insertInto('daily_count')
        .values({ day: day('2026-04-02'), name: 'reports_received', key: 'grooming/account', n: 1 })
        .execute();
      await through('2026-04-02');
      now_ms += 3_600_000;
      assert.deepEqual(await ownPage(own, ['reports_received', 'appeals_filed'], 'en'), shown);
    });
  });
}
