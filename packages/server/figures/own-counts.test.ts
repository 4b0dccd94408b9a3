/** The operator's own counts beside the public figures: those that it chose, as its transparency reports show them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases, type TestRecords, testRecords } from '../ground/testing/records.ts';
import { dayOf, publishReport, withdraw } from '../measures/index.ts';
import { type OwnCounts, ownCounts } from './own-counts.ts';
import { ownPage } from './pages/own.ts';

const day = (name: string): number => dayOf(Date.parse(name));

for (const database of databases) {
  describe(`own counts on ${database}`, () => {
    let records: TestRecords;
    let own: OwnCounts;
    let now_ms = 0;
    const names = ['reports_received', 'appeals_filed'];
    const by = { by: 'operator', at_ms: 1_800_000_000_000 } as const;
    const publish = (from: string, to: string) =>
      publishReport(records.kysely, { ...by, from, to, sha256: null, changes: '' });
    const later = () => {
      now_ms += 3_600_000;
      return own(names);
    };
    before(async () => {
      records = await testRecords(database, 'own-counts');
      own = ownCounts(records.kysely, () => now_ms);
      const row = (of: string, name: string, n: number, key = '') => ({ day: day(of), name, key, n });
      await records.kysely
        .insertInto('daily_count')
        .values([
          row('2025-04-01', 'reports_received', 100, 'grooming/user'),
          row('2026-03-31', 'reports_received', 23, 'grooming/user'),
          row('2025-05-01', 'appeals_filed', 40),
          row('2026-02-01', 'appeals_filed', 3),
        ])
        .execute();
      await records.kysely
        .insertInto('count_progress')
        .values({ what: 'finished_through', value: day('2026-04-30') })
        .execute();
    });
    after(() => records.close());

    it('are none where none is chosen, and none before a report of the whole year is published', async () => {
      assert.equal(await ownPage(own, [], 'en'), null);
      assert.equal(await ownPage(null, names, 'en'), null);
      assert.deepEqual(await later(), []);
      await publish('2025-04', '2025-09');
      assert.deepEqual(await later(), []);
    });

    it('are totals of financial years that reports add up to; what a report withholds is not there', async () => {
      await publish('2025-10', '2026-03');
      // 3 appeals of the second half are withheld: with 43 of the year, anybody would know them
      assert.deepEqual(await later(), [
        { year: '2025/26', name: 'reports_received', title: 'Reports received', n: 123 },
      ]);
      assert.deepEqual(await ownPage(own, names, 'en'), {
        years: [{ year: '2025/26', counts: [{ title: 'Reports received', figure: '123' }] }],
      });
    });

    it('stay as they were published, whatever is counted, and go with a report that is withdrawn', async () => {
      const before_ = await later();
      await records.kysely
        .insertInto('daily_count')
        .values({ day: day('2025-06-02'), name: 'reports_received', key: 'grooming/user', n: 1 })
        .execute();
      assert.deepEqual(await later(), before_);
      await withdraw(records.kysely, { ...by, id: '2025-10_2026-03_1', why: 'wrong' });
      assert.deepEqual(await later(), []);
    });
  });
}
