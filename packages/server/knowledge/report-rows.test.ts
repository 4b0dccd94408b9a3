import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Told } from '@kith/engine';
import { newHome } from './testing/homes.ts';
import { plainDuties } from './testing/plain.ts';

const AT = Date.UTC(2026, 5, 15);
const MARK = 'MARKED-sealed';

const account = (actor: string, band: '13to15' | 'adult'): Told => ({
  id: `account-${actor}`,
  type: 'account.created',
  at: AT,
  data: { actor, age: { band, method: 'declared', confidence: 1 }, language: 'cy' },
});
const report = (
  id: string,
  actor: string,
  more: Partial<Extract<Told, { type: 'report.filed' }>['data']> = {},
): Told => ({
  id,
  type: 'report.filed',
  at: AT,
  data: { actor, other: 'max', category: 'secret', message: 'm-1', ...more },
  filed: { key: 'a-key', sealed: Buffer.from(MARK) },
});

for (const kind of ['resident', 'postgres'] as const) {
  describe(`reports (${kind})`, () => {
    it('are rows of the commit of their events, once, with sealed words that the log does not have', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      try {
        await store.commit([account('kim', '13to15'), account('ann', 'adult')]);
        const filed = [report('r1', 'kim'), report('r2', 'ann', { optOut: true, language: 'en' })];
        await store.commit(filed);
        const again = await store.commit(filed);
        assert.deepEqual(new Set(again.map(({ status }) => status)), new Set(['duplicate']));
        const rows = await store.records.kysely.selectFrom('report').selectAll().orderBy('event').execute();
        assert.deepEqual(
          rows.map((r) => [
            r.event,
            r.source,
            r.reporter,
            r.child,
            r.about,
            r.category,
            r.message,
            r.language,
            r.opted_out,
          ]),
          [
            ['r1', 'user', 'kim', 1, 'max', 'secret', 'm-1', 'cy', 0],
            ['r2', 'user', 'ann', 0, 'max', 'secret', 'm-1', 'en', 1],
          ],
        );
        for (const row of rows) {
          assert.match(row.id, /^rep_[0-9a-f]{32}$/);
          assert.equal(Buffer.from(row.sealed ?? []).toString(), MARK);
          assert.deepEqual([row.key, row.at, row.state, row.trusted], ['a-key', AT, 'open', 0]);
        }
        assert.deepEqual(
          rows.map((row) => row.acknowledged_at === row.received_at),
          [true, false],
        );
        for await (const logged of store.log()) assert.doesNotMatch(JSON.stringify(logged), /filed"?:|MARKED|a-key/);
      } finally {
        await store.close();
        await home.leave();
      }
    });
  });
}
