/** What leads to a case about one account joins the one case of it that is open, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evidenceCodes, type Told } from '@kith/engine';
import type { KnowledgeStore } from './store.ts';
import { newHome } from './testing/homes.ts';
import { plainDuties } from './testing/plain.ts';

const AT = Date.UTC(2026, 5, 15);

const isAdult: Told = {
  id: 'adult',
  type: 'account.created',
  at: AT,
  data: { actor: 'max', age: { band: 'adult', method: 'declared', confidence: 1 } },
};
const reported = (id: string, actor: string, category = 'asks_to_meet'): Told => ({
  id,
  type: 'report.filed',
  at: AT,
  data: { actor, other: 'max', category },
});
/** Enough that the risk rises. */
const suspicious: Told[] = ['lena', 'kim'].flatMap((other) =>
  evidenceCodes.map(
    (code): Told => ({
      id: `${code}-${other}`,
      type: 'evidence.found',
      at: AT,
      data: { actor: 'max', other, evidence: [{ code, cue: 'device', weight: 3 }] },
    }),
  ),
);

const casesIn = ({ records: { kysely } }: KnowledgeStore) =>
  kysely.selectFrom('cases').selectAll().orderBy('opened_at').orderBy('id').execute();
async function kindsIn({ records: { kysely } }: KnowledgeStore, id: string): Promise<string[]> {
  const lines = await kysely.selectFrom('case_event').selectAll().where('case_id', '=', id).orderBy('at').execute();
  return lines.sort((a, b) => a.at - b.at || a.place - b.place || (a.id < b.id ? -1 : 1)).map(({ kind }) => kind);
}

for (const kind of ['resident', 'postgres'] as const) {
  describe(`what leads to a case (${kind})`, () => {
    const named = (what: string, run: (store: KnowledgeStore) => Promise<void>) =>
      it(what, async () => {
        const home = await newHome(kind);
        const store = await home.open(plainDuties());
        try {
          await store.commit([isAdult]);
          await run(store);
        } finally {
          await store.close();
          await home.leave();
        }
      });

    named(
      'is a report by anybody: the first opens a case, the others join it, and none is told twice',
      async (store) => {
        await store.commit([reported('r1', 'lena'), reported('r2', 'kim')]);
        await store.commit([reported('r3', 'zoe'), reported('r1', 'lena')]);
        const cases = await casesIn(store);
        assert.equal(cases.length, 1);
        const [{ id, queue, level, version, state }] = cases;
        assert.deepEqual([queue, level, version, state], ['reports', 'none', 0, 'open']);
        assert.deepEqual(await kindsIn(store, id), ['opened', 'report_joined', 'report_joined', 'report_joined']);
      },
    );

    named(
      'is a risk that rises: a case of reports says from then on why, and nobody rules on what it was',
      async (store) => {
        await store.commit([reported('r1', 'lena')]);
        await store.commit(suspicious);
        await store.commit([reported('r2', 'kim')]);
        const [first, ...more] = await casesIn(store);
        assert.deepEqual(more, []);
        assert.deepEqual([first.queue, first.level], ['reports', 'high']);
        assert.ok(first.version > 0 && first.features !== null && Array.isArray(JSON.parse(first.why)));
        const kinds = await kindsIn(store, first.id);
        assert.equal(kinds[0], 'opened');
        assert.ok(kinds.includes('risk_rose'));
        assert.equal(kinds.filter((one) => one === 'report_joined').length, 2);
        const { version } = first;
        await store.commit([reported('r4', 'zoe')]);
        assert.equal((await casesIn(store))[0]?.version, version, 'a report more holds nobody up');
      },
    );

    named('takes over a case that was only drawn at random, and leaves it what it can teach', async (store) => {
      const { kysely } = store.records;
      const drawn = {
        ...{ id: 'case_drawn', account: 'max', queue: 'sample', level: 'none', score: 0.1, event: '' },
        ...{ why: '{"sample":{"day":1,"probability":0.1}}', features: '{"children7d":4}' },
        ...{ opened_at: 1, updated_at: 1, waits_since: 1, rank: 0, weigh_at: null },
      };
      await kysely.insertInto('cases').values(drawn).execute();
      await store.commit([reported('r1', 'lena')]);
      const [row, ...more] = await casesIn(store);
      assert.deepEqual(more, []);
      assert.deepEqual([row.id, row.queue, row.features], ['case_drawn', 'reports', '{"children7d":4}']);
      assert.equal(row.weigh_at, 0, 'it is to be weighed anew');
      assert.deepEqual(Object.keys(JSON.parse(row.why)), ['report', 'category']);
      await store.commit(suspicious);
      const [risen] = await casesIn(store);
      assert.deepEqual([risen.id, risen.level], ['case_drawn', 'high']);
      assert.notEqual(risen.features, '{"children7d":4}');
    });

    named('opens another case where the last one is decided, and leaves that one as it is', async (store) => {
      await store.commit([reported('r1', 'lena')]);
      const { kysely } = store.records;
      await kysely.updateTable('cases').set({ state: 'decided', decided_at: AT }).execute();
      const [before] = await casesIn(store);
      await store.commit([reported('r2', 'kim')]);
      const cases = await casesIn(store);
      assert.equal(cases.length, 2);
      assert.deepEqual(
        cases.find(({ id }) => id === before.id),
        before,
      );
      const other = cases.find(({ id }) => id !== before.id);
      assert.deepEqual(await kindsIn(store, other?.id ?? ''), ['opened', 'report_joined']);
      assert.deepEqual(await kindsIn(store, before.id), ['opened', 'report_joined']);
    });
  });
}
