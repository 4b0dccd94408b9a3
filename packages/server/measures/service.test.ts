/** One measure's evidence on both databases: what was written of days, what isn't yet, and whether the counts were checked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureState } from '@kith/contract';
import { openCase } from '../cases/testing/cases.ts';
import { databases, testRecords } from '../ground/testing/records.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { loadShippedWords } from '../words/index.ts';
import { PartialCounts } from './counts/index.ts';
import { RegistryInUse } from './registry-in-use.ts';
import { type Service, viewMeasure, viewMeasures } from './service.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 26, 12);
const TODAY = Math.floor(NOW / DAY_MS);

for (const kind of databases) {
  describe(`the evidence of measures on ${kind}`, () => {
    it('adds up no steps of one thing, and a notice that was only asked for shows nothing', async () => {
      const { kysely: db, close } = await testRecords(kind, 'measures-steps');
      try {
        const setup = { policy: loadShippedPolicy(), words: loadShippedWords(), lists: [], reportForm: true };
        const registry = new RegistryInUse(null, null);
        const look = async () => {
          const service: Service = {
            ...{ db, registry, setup: async () => ({ ...setup, today: '2026-11-26' }), clock: () => NOW },
            partial: new PartialCounts(db, () => NOW),
          };
          const one = await viewMeasure(service, { code: 'ICU', measure: 'F2.a' }, 'en', false);
          const [shown] = one?.shown ?? [];
          assert.ok(shown?.way === 'counted' && shown.name.startsWith('notices_'));
          return shown;
        };
        const { name } = await look();
        const row = (key: string, n: number) => ({ day: TODAY - 1, name, key, n });
        await db.insertInto('daily_count').values(row('asked', 63)).execute();
        const asked = await look();
        assert.deepEqual([asked.gap, asked.year, asked.months.at(-1)?.n], [true, 0, 0]);
        assert.deepEqual(asked.parts, [{ key: ['asked'], n: 63 }]);
        await db
          .insertInto('daily_count')
          .values([row('shown', 61), row('answered:accept', 34), row('answered:decline', 27)])
          .execute();
        const shown = await look();
        assert.deepEqual([shown.gap, shown.total, shown.year, shown.months.at(-1)?.n], [false, 'shown', 61, 61]);
        assert.equal(shown.parts.length, 4);
      } finally {
        await close();
      }
    });

    it('is what the days have and what today has so far, each once, by month', async () => {
      const { kysely: db, close } = await testRecords(kind, 'measures-service');
      try {
        const clock = () => NOW;
        const setup = {
          ...{
            policy: loadShippedPolicy(),
            words: loadShippedWords(),
            lists: [],
            reportForm: true,
            today: '2026-11-26',
          },
        };
        const registry = new RegistryInUse(null, null);
        const look = async () => {
          // one that remembers nothing of the look before
          const service: Service = {
            ...{ db, registry, setup: async () => setup, partial: new PartialCounts(db, clock), clock },
          };
          const one = await viewMeasure(service, { code: 'ICU', measure: 'C1' }, 'en', false);
          const [opened] = one?.shown ?? [];
          assert.ok(one !== null && opened?.way === 'counted' && opened.name === 'cases_opened');
          return { one, opened, all: await viewMeasures(service, 'en') };
        };
        const { one: before, all } = await look();
        assert.deepEqual(
          [before.state, before.gaps, before.counted],
          ['not', 2, { since: null, through: null, agrees: null }],
        );
        for (const { state } of all.measures) assert.ok(measureState.options.includes(state));
        const unasked = all.measures.filter(({ state }) => state === 'not_applicable');
        assert.ok(unasked.length > 0);
        assert.ok(unasked.every(({ gaps }) => gaps === 0));

        const row = (day: number, n: number) => ({ day, name: 'cases_opened', key: 'report', n });
        await db
          .insertInto('daily_count')
          .values([row(TODAY - 366, 1000), row(TODAY - 364, 5), row(TODAY - 1, 2)])
          .execute();
        await db
          .insertInto('count_progress')
          .values({ what: 'finished_through', value: TODAY - 1 })
          .execute();
        const today = NOW - 3_600_000;
        await openCase(db, 'c1', { opened_at: today, waits_since: today, decided_at: null });
        const value = JSON.stringify({
          ...{ at: NOW, through: TODAY - 1, from: TODAY - 10, logFrom: null, compared: 3, differing: 1 },
          differences: [{ day: TODAY - 1, name: 'cases_opened', key: 'report', counted: 2, found: 3 }],
        });
        await db.insertInto('fact').values({ name: 'counts_checked', value }).execute();
        const { one, opened } = await look();
        // the day before last year's is not of it; the case of this morning is
        assert.equal(opened.year, 5 + 2 + 1);
        assert.equal(
          opened.parts.reduce((sum, { n }) => sum + n, 0),
          opened.year,
        );
        assert.deepEqual(opened.months.at(-1), { month: '2026-11', n: 3, partial: true });
        assert.equal(
          opened.months.reduce((sum, { n }) => sum + (n ?? 0), 0),
          1000 + 5 + 2 + 1,
        );
        assert.deepEqual([one.state, one.gaps, opened.gap], ['partly', 1, false]);
        // a month before the first counted day is unknown, one after it in which nothing came is none
        const [before_, first, later] = ['2025-10', '2025-11', '2026-01'].map((m) =>
          opened.months.find(({ month }) => month === m),
        );
        assert.deepEqual([before_?.n, first?.n, later?.n], [null, 1005, 0]);
        assert.equal(opened.since, '2025-11-25');
        assert.deepEqual(one.counted, {
          since: '2025-11-25',
          through: '2026-11-25',
          agrees: { at: '2026-11-26T12:00:00.000Z', days: 10, differences: 1 },
        });
      } finally {
        await close();
      }
    });
  });
}
