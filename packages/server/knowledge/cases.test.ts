import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evidenceCodes, type Told } from '@kith/engine';
import { recordsOf } from './records.ts';
import { newHome } from './testing/homes.ts';
import { plainDuties } from './testing/plain.ts';

const AT = Date.UTC(2026, 5, 15);

const isAdult: Told = {
  id: 'adult',
  type: 'account.created',
  at: AT,
  data: { actor: 'max', age: { band: 'adult', method: 'declared', confidence: 1 } },
};
/** Enough that a case is opened on the way. */
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
/** The case that each of these events opens. */
const casesOf = (tolds: readonly Told[]) =>
  tolds.flatMap((told) => {
    const effect = { type: 'case.opened', account: 'max', queue: 'q', rule: 'r', words: 'w' } as const;
    return recordsOf([{ told, considered: { signals: [], effects: [effect] } }], 1).cases;
  });

for (const kind of ['resident', 'postgres'] as const) {
  describe(`cases (${kind})`, () => {
    it('that were closed stop nothing where the platform uses the id of their event again', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      const { kysely } = store.records;
      try {
        const closed = casesOf(suspicious).map((row) => ({ ...row, state: 'closed', decided_at: 2, closed_at: 2 }));
        await kysely.insertInto('cases').values(closed).execute();
        const committed = await store.commit([isAdult, ...suspicious]);
        assert.ok(committed.every(({ status }) => status === 'accepted'));
        const left = await kysely.selectFrom('cases').select(['id', 'closed_at']).execute();
        assert.equal(left.length, closed.length);
        assert.ok(left.every(({ closed_at }) => closed_at === 2));
        // another event opens one
        const next: Told[] = suspicious.map(
          (told): Told => ({ ...told, id: `next-${told.id}`, at: AT + 365 * 86_400_000 }),
        );
        await store.commit(next);
        const open = await kysely.selectFrom('cases').selectAll().where('decided_at', 'is', null).execute();
        assert.equal(open.length, 1);
        assert.equal(open[0]?.account, 'max');
      } finally {
        await store.close();
        await home.leave();
      }
    });
  });
}
