/** From events to a case's place in the queue, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { casePolicy, evidenceCode } from '@kith/contract';
import type { Told } from '@kith/engine';
import { newHome } from '../knowledge/testing/homes.ts';
import { plainDuties } from '../knowledge/testing/plain.ts';
import { markOutdated, weighDue } from './weigher.ts';

const AT = Date.now();
const HOUR_MS = 3_600_000;

const account = (actor: string, band: 'adult' | '13to15'): Told => ({
  ...{ id: `new-${actor}`, type: 'account.created', at: AT },
  data: { actor, age: { band, method: 'declared', confidence: 1 } },
});
const reported = (id: string, actor: string, other: string): Told => ({
  ...{ id, type: 'report.filed', at: AT },
  data: { actor, other, category: 'asks_to_meet' },
});
const suspicious: Told[] = ['lena', 'kim'].flatMap((other) =>
  evidenceCode.options.map(
    (code): Told => ({
      ...{ id: `${code}-${other}`, type: 'evidence.found', at: AT },
      data: { actor: 'max', other, evidence: [{ code, cue: 'device', weight: 3 }] },
    }),
  ),
);

for (const kind of ['resident', 'postgres'] as const) {
  it(`a case is weighed by what has joined it, and again when more does (${kind})`, async () => {
    const home = await newHome(kind);
    const store = await home.open(plainDuties());
    const db = store.records.kysely;
    let policy = casePolicy.parse({});
    let now = AT;
    const options = { store, settings: () => policy, clock: () => now };
    const caseOf = (name: string) =>
      db.selectFrom('cases').selectAll().where('account', '=', name).executeTakeFirstOrThrow();
    try {
      await store.commit([account('max', 'adult'), account('eve', 'adult'), account('tom', 'adult')]);
      await store.commit([account('lena', '13to15'), account('kim', '13to15')]);
      await store.commit([reported('r1', 'tom', 'max'), reported('r2', 'tom', 'eve')]);
      assert.equal(await weighDue(options), 2);
      assert.equal(await weighDue(options), 0);
      const [before, eve] = [await caseOf('max'), await caseOf('eve')];
      assert.deepEqual([before.reports, before.children, before.age_band, before.band], [1, 0, 'adult', 'normal']);
      assert.equal(before.priority, eve.priority);

      // who reports counts once, however often; a child counts more
      await store.commit([reported('r3', 'tom', 'eve'), reported('r4', 'lena', 'max'), ...suspicious]);
      assert.equal(await weighDue(options), 2);
      const max = await caseOf('max');
      assert.equal((await caseOf('eve')).priority, eve.priority);
      assert.deepEqual([max.children, max.reports, max.band, max.severity], [2, 2, 'urgent', 3]);
      assert.ok(max.priority > before.priority && max.rank > before.rank);
      assert.equal(max.due_at, max.waits_since + 2 * HOUR_MS);
      const why: { factor: string; points: number }[] = JSON.parse(max.priority_why);
      assert.deepEqual(
        new Set(why.map(({ factor }) => factor)),
        new Set(['danger', 'severity', 'reach', 'likelihood', 'trust']),
      );
      assert.ok(Math.abs(why.reduce((sum, { points }) => sum + points, 0) - max.priority) < 1e-9);

      // danger lessens by itself
      now += 49 * HOUR_MS;
      assert.equal(await weighDue(options), 1);
      assert.ok((await caseOf('max')).priority < max.priority);

      // other settings: all that waits is weighed anew, once
      policy = casePolicy.parse({ priority: { trust: { adult: 50 } } });
      assert.equal(await markOutdated(db, policy), 2);
      assert.equal(await weighDue(options), 2);
      assert.equal(await markOutdated(db, policy), 0);
      assert.equal((await caseOf('eve')).priority, eve.priority + 44);
    } finally {
      await store.close();
      await home.leave();
    }
  });

  describe(`weighing (${kind})`, () => {
    it('loses nothing that joins meanwhile', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      const db = store.records.kysely;
      try {
        await store.commit([account('lena', '13to15'), reported('r1', 'tom', 'max')]);
        // a report joins while the case is looked at
        let joined = false;
        const ask: typeof store.ask = async (look) => {
          if (!joined) {
            joined = true;
            await store.commit([reported('r2', 'lena', 'max')]);
          }
          return store.ask(look);
        };
        const options = {
          store: { ask, records: store.records },
          settings: () => casePolicy.parse({}),
          clock: Date.now,
        };
        assert.equal(await weighDue(options), 1);
        const due = await db.selectFrom('cases').select(['weigh_at', 'reports']).executeTakeFirstOrThrow();
        assert.equal(due.weigh_at, 0);
        assert.equal(await weighDue(options), 1);
        const weighed = await db.selectFrom('cases').select(['weigh_at', 'reports']).executeTakeFirstOrThrow();
        assert.deepEqual([weighed.weigh_at, weighed.reports], [null, 2]);
      } finally {
        await store.close();
        await home.leave();
      }
    });
  });
}
