import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Risk } from '@kith/contract';
import { evidenceCodes, type Told } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records } from '../ground/database/index.ts';
import { recordsOf } from './records.ts';
import type { KnowledgeStore } from './store.ts';
import { newHome } from './testing/homes.ts';
import { lookingOnce, plainDuties } from './testing/plain.ts';

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
/** Evidence towards a child, a code at a time, until its contact has a level; gives the level. */
async function riseTowards(store: KnowledgeStore, child: string, at: number, until: readonly Risk[]): Promise<Risk> {
  for (const [i, code] of [...evidenceCodes, ...evidenceCodes].entries()) {
    const id = `${child}-${i}-${at}`;
    const data = { actor: 'max', other: child, evidence: [{ code, cue: 'device', weight: 2 }] };
    const [answer] = await store.commit([{ id, type: 'evidence.found', at, data }]);
    assert.equal(answer?.status, 'accepted');
    const level = await store.ask((k) => k.approach('max', child).level);
    if (until.includes(level)) return level;
  }
  return assert.fail(`the risk towards ${child} did not rise`);
}

/** People judge the case that waits. */
async function judge(db: Kysely<Records>, measures: readonly string[], score: number): Promise<void> {
  const set = { state: 'decided', decided_at: Date.now(), score };
  const { id } = await db
    .updateTable('cases')
    .set(set)
    .where('decided_at', 'is', null)
    .returning('id')
    .executeTakeFirstOrThrow();
  const by = { first_by: 'ann', first_at: 1, second_by: null, second_at: null, second_agreed: null, second_note: null };
  const none = { untold: null, content: '[]', due_at: null, final_at: null, features: null, drawn: null, stood: null };
  await db
    .insertInto('ruling')
    .values({
      ...{ id: `of ${id}`, case_id: id, account: 'max', measures: JSON.stringify(measures), policy: 'p', reason: 'r' },
      ...{ policy_version: '1', refer: 0, machine: 1, state: 'in_force', undo_until: 0, in_force_at: 1, final: 0 },
      ...{ ...by, ...none, model: 'm' },
    })
    .execute();
}

/** The case that each of these events opens. */
const casesOf = (tolds: readonly Told[]) =>
  tolds.flatMap((told) => {
    const effect = { type: 'case.opened', account: 'max', queue: 'q', rule: 'r', words: 'w' } as const;
    const { cases } = recordsOf([{ told, considered: { signals: [], effects: [effect] } }], 1);
    return cases.map(({ harmless_since: _, harmless_points: __, ...row }) => row);
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

    it('open no other at medium of whom people found harmless, unless there is more to it than they saw', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties({ policy: () => lookingOnce }));
      const { kysely } = store.records;
      const cases = () => kysely.selectFrom('cases').selectAll().orderBy('opened_at').execute();
      try {
        await store.commit([isAdult]);
        assert.equal(await riseTowards(store, 'lena', AT, ['medium', 'high']), 'medium');
        assert.equal((await cases()).length, 1);
        await judge(kysely, ['no_violation'], 100);
        // people have seen as much of it
        assert.equal(await riseTowards(store, 'kim', AT, ['medium', 'high']), 'medium');
        assert.equal((await cases()).length, 1);
        // a report opens one as ever
        const report = { actor: 'kim', other: 'max', category: 'unkind' };
        await store.commit([{ id: 'report', type: 'report.filed', at: AT, data: report }]);
        assert.equal((await cases()).length, 2);
        // and what people judged last is what counts: that one was no risk's
        await judge(kysely, ['no_violation'], 0);
        await riseTowards(store, 'tom', AT, ['medium', 'high']);
        assert.equal((await cases()).length, 3);
      } finally {
        await store.close();
        await home.leave();
      }
    });

    for (const [what, measures, score] of [
      ['the score is higher by so much', ['no_violation'], 0],
      ['people found something', ['warn'], 100],
    ] as const) {
      it(`open another at medium where ${what}`, async () => {
        const home = await newHome(kind);
        const store = await home.open(plainDuties());
        const { kysely } = store.records;
        try {
          await store.commit([isAdult]);
          await riseTowards(store, 'lena', AT, ['medium']);
          await judge(kysely, measures, score);
          await riseTowards(store, 'kim', AT, ['medium', 'high']);
          const open = await kysely.selectFrom('cases').select('id').where('decided_at', 'is', null).execute();
          assert.equal(open.length, 1);
        } finally {
          await store.close();
          await home.leave();
        }
      });
    }

    it('open another at high, whatever people found', async () => {
      const home = await newHome(kind);
      const store = await home.open(plainDuties());
      const { kysely } = store.records;
      try {
        await store.commit([isAdult]);
        await riseTowards(store, 'lena', AT, ['medium']);
        await judge(kysely, ['no_violation'], 100);
        await riseTowards(store, 'kim', AT, ['high']);
        const open = await kysely.selectFrom('cases').select('level').where('decided_at', 'is', null).execute();
        assert.deepEqual(open, [{ level: 'high' }]);
      } finally {
        await store.close();
        await home.leave();
      }
    });
  });
}
