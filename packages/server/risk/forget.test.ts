import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newHome } from '../knowledge/testing/homes.ts';
import { plainDuties } from '../knowledge/testing/plain.ts';
import { forgetSignals } from './forget.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15);

for (const kind of ['resident', 'postgres'] as const) {
  describe(`forgetting signals (${kind})`, () => {
    it('takes those of a month ago, a few at a time, and leaves those of an open case', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      const { kysely } = store.records;
      try {
        const signal = (id: string, account: string, days: number) => ({
          ...{
            id,
            account,
            event: 'e',
            other: null,
            message: null,
            code: 'GIFT',
            cue: 'device',
            weight: 1,
            words: null,
          },
          at: NOW - days * DAY,
        });
        await kysely
          .insertInto('signal')
          .values([
            ...['a', 'b', 'c'].map((id) => signal(id, 'max', 31)),
            signal('d', 'max', 29),
            signal('e', 'eve', 40),
          ])
          .execute();
        await kysely
          .insertInto('cases')
          .values({
            ...{ id: 'x', account: 'eve', queue: 'risk', opened_at: 1, updated_at: 1, level: 'medium', score: 6 },
            ...{ why: '[]', event: 'e', closed_at: null },
          })
          .execute();
        assert.equal(await forgetSignals(kysely, NOW, 2), 2);
        assert.equal(await forgetSignals(kysely, NOW, 2), 1);
        assert.equal(await forgetSignals(kysely, NOW, 2), 0);
        const left = await kysely.selectFrom('signal').select('id').orderBy('id').execute();
        assert.deepEqual(
          left.map(({ id }) => id),
          ['d', 'e'],
        );
      } finally {
        await store.close();
        await home.leave();
      }
    });
  });
}
