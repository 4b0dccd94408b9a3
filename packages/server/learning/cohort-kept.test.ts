/** Of which group an account is when somebody rules on it, on both databases. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScoreDayRow } from '../ground/database/index.ts';
import { databases, testRecords } from '../ground/testing/records.ts';
import { cohortOf, keepCohorts } from './cohort-kept.ts';
import { scoresOf } from './drift.ts';

const row = (account: string, changed: Partial<ScoreDayRow> = {}): ScoreDayRow => ({
  ...{ account, day: 20_000, model: 'm', age_band: 'adult', language: 'en', country: 'GB' },
  ...{ score: 1, share: 1, shadow: 0, ...changed },
});

for (const kind of databases) {
  test(`${kind}: an account is of the narrowest group with enough accounts in which it was last scored`, async () => {
    const { kysely: db, close } = await testRecords(kind, 'cohorts');
    try {
      const rows = [
        // each stands for sixteen
        ...Array.from({ length: 70 }, (_, i) => row(`gb${i}`, { share: 1 / 16 })),
        ...Array.from({ length: 60 }, (_, i) => row(`ie${i}`, { country: 'IE', share: 1 / 16 })),
        row('moved', { country: 'IE', day: 19_999 }),
        row('moved'),
        row('silent', { language: '', country: '' }),
        row('child', { age_band: '13to15' }),
      ];
      await db.insertInto('score_day').values(rows).execute();
      assert.equal(await cohortOf(db, 'gb1'), 'others', 'nobody has counted yet');
      await keepCohorts(db, await scoresOf(db, 'm', 0, 30_000));
      const found = await Promise.all(
        ['gb1', 'ie1', 'moved', 'silent', 'child', 'never seen'].map((account) => cohortOf(db, account)),
      );
      assert.deepEqual(found, ['adult en GB', 'adult en', 'adult en GB', 'adult', 'others', 'others']);
      // a new model has scored hardly anybody yet: groups are as large as they were
      await db
        .insertInto('score_day')
        .values([row('gb1', { model: 'next', day: 20_001 })])
        .execute();
      await keepCohorts(db, await scoresOf(db, null, 0, 30_000));
      assert.equal(await cohortOf(db, 'gb1'), 'adult en GB');
      await db.updateTable('fact').set({ value: '{' }).where('name', '=', 'learning.cohorts').execute();
      assert.equal(await cohortOf(db, 'gb1'), 'others', 'what is damaged stops no ruling');
      // counted again, what has shrunk is no group any more
      await keepCohorts(db, []);
      assert.equal(await cohortOf(db, 'gb1'), 'others');
    } finally {
      await close();
    }
  });
}
