/** Daily counts, read on both databases. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { databases, type TestRecords, testRecords } from '../../ground/testing/records.ts';
import { type CountName, countedThrough, type DayCount, dayName, dayOf, readCounts, sumCounts } from './index.ts';
import { setProgress } from './progress.ts';

const day = (name: string): number => dayOf(Date.parse(name));
const NAMES = ['blocks', 'rulings', 'decisions'] as const satisfies readonly CountName[];
const FIRST = day('2024-11-20');

for (const database of databases) {
  describe(`daily counts on ${database}`, () => {
    let records: TestRecords;
    before(async () => {
      records = await testRecords(database, 'counts');
    });
    after(() => records.close());
    beforeEach(async () => {
      await records.kysely.deleteFrom('daily_count').execute();
    });

    const write = (rows: readonly { day: number; name: string; key: string; n: number }[]) =>
      records.kysely.insertInto('daily_count').values(rows).execute();

    it('are read as they are, in order, both days included', async () => {
      const rows: DayCount[] = [
        { day: FIRST, name: 'blocks', key: '', n: 2 },
        { day: FIRST + 1, name: 'rulings', key: 'disable/grooming/reported', n: 1 },
        { day: FIRST + 1, name: 'rulings', key: 'warn/other/proactive', n: 3_000_000_000 },
        { day: FIRST + 2, name: 'blocks', key: '', n: 4 },
      ];
      await write([rows[2], rows[3], rows[0], rows[1]].flatMap((row) => row ?? []));
      assert.deepEqual(await readCounts(records.kysely, { fromDay: FIRST, toDay: FIRST + 2 }), rows);
      assert.deepEqual(await readCounts(records.kysely, { fromDay: FIRST, toDay: FIRST + 1 }), rows.slice(0, 3));
      const names: CountName[] = ['blocks'];
      assert.deepEqual(await readCounts(records.kysely, { names, fromDay: 0, toDay: 99_999 }), [rows[0], rows[3]]);
      assert.deepEqual(await readCounts(records.kysely, { names: [], fromDay: 0, toDay: 99_999 }), []);
    });

    it('leave out what another version of Kith counted', async () => {
      await write([{ day: FIRST, name: 'of_another_version', key: '', n: 2 }]);
      assert.deepEqual(await readCounts(records.kysely, { fromDay: FIRST, toDay: FIRST }), []);
      assert.deepEqual(await sumCounts(records.kysely, { fromDay: FIRST, toDay: FIRST, by: 'all' }), []);
    });

    it('add up by month, by year and as a whole, as somebody else adds them up', async () => {
      const counted = fc.array(
        fc.tuple(fc.nat({ max: 500 }), fc.constantFrom(...NAMES), fc.constantFrom('a/b', 'c'), fc.nat({ max: 9 })),
        { minLength: 1, maxLength: 40 },
      );
      const lengths = { day: 10, month: 7, year: 4 } as const;
      await fc.assert(
        fc.asyncProperty(
          counted,
          fc.constantFrom('day', 'month', 'year', 'all'),
          fc.nat({ max: 300 }),
          async (all, by, from) => {
            await records.kysely.deleteFrom('daily_count').execute();
            const rows = [
              ...new Map(all.map(([d, name, key, n]) => [`${d} ${name} ${key}`, { d, name, key, n }])).values(),
            ];
            await write(rows.map(({ d, ...row }) => ({ day: FIRST + d, ...row })));
            const asked = { fromDay: FIRST + from, toDay: FIRST + from + 200 };
            const expected = new Map<string, number>();
            for (const { d, name, key, n } of rows) {
              if (d < from || d > from + 200) continue;
              const period = by === 'all' ? 'all' : dayName(FIRST + d).slice(0, lengths[by]);
              const of = [period, name, key].join(' ');
              expected.set(of, (expected.get(of) ?? 0) + n);
            }
            const summed = await sumCounts(records.kysely, { ...asked, by });
            assert.deepEqual(
              summed.map(({ period, name, key, n }) => [[period, name, key].join(' '), n]),
              [...expected].sort(([a], [b]) => (a < b ? -1 : 1)),
            );
          },
        ),
        { numRuns: 30 },
      );
    });

    it('say how things stood by the last day of a period, and never add that up', async () => {
      const waiting = [3, 5, 4].map((n, i) => ({
        day: day('2026-01-30') + i,
        name: 'cases_waiting' as const,
        key: '',
        n,
      }));
      await write(waiting);
      const asked = { fromDay: day('2026-01-01'), toDay: day('2026-12-31') };
      assert.deepEqual(await sumCounts(records.kysely, { ...asked, by: 'month' }), [
        { period: '2026-01', name: 'cases_waiting', key: '', n: 5 },
        { period: '2026-02', name: 'cases_waiting', key: '', n: 4 },
      ]);
      assert.deepEqual(await sumCounts(records.kysely, { ...asked, by: 'year', names: ['cases_waiting'] }), [
        { period: '2026', name: 'cases_waiting', key: '', n: 4 },
      ]);
    });

    it('are finished up to the day that counting says', async () => {
      assert.equal(await countedThrough(records.kysely), null);
      await setProgress(records.kysely, 'finished_through', FIRST);
      await setProgress(records.kysely, 'finished_through', FIRST + 1);
      assert.equal(await countedThrough(records.kysely), FIRST + 1);
    });
  });
}
