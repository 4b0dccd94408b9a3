/** Counting what a real store commits, on both: each event once, by the day of its commit, however the stream is cut. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Decided, Told } from '@kith/engine';
import fc from 'fast-check';
import { createLog } from '../../ground/log/index.ts';
import { migratedDatabase } from '../../ground/testing/records.ts';
import { copyStore, type KnowledgeStore, openPostgresStore, openResidentStore } from '../../knowledge/index.ts';
import { plainDuties } from '../../knowledge/testing/plain.ts';
import { sampleStream } from '../../knowledge/testing/streams.ts';
import { countBlocks } from './blocks.ts';
import { countsChecked, noteChecked } from './checked.ts';
import { checkNewDays } from './checking.ts';
import { DAY_MS, dayOf } from './days.ts';
import { finishDays } from './finish.ts';
import { type CountName, countedThrough, namesOf, PartialCounts, readCounts } from './index.ts';
import { beginCounting } from './job.ts';
import { countLevels } from './levels.ts';
import { type Counted, Tally } from './tally.ts';
import { verifyCounts } from './verify.ts';

const MIDNIGHT = Date.UTC(2026, 2, 1);
const DAY = dayOf(MIDNIGHT);
const stream = sampleStream(41, 900, 12);

interface World {
  store: KnowledgeStore;
  clock: { now: number };
  end(): Promise<void>;
}

const stores = ['resident', 'postgres'] as const;

async function open(kind: (typeof stores)[number]): Promise<World> {
  const clock = { now: MIDNIGHT - 3_600_000 };
  const options = { duties: { ...plainDuties(), tally: () => new Tally() }, clock: () => clock.now };
  if (kind === 'postgres') {
    const database = await migratedDatabase('counting');
    const store = await openPostgresStore({ url: database.url, ...options });
    return {
      ...{ store, clock },
      async end() {
        await store.close();
        await database.drop();
      },
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'kith-counting-'));
  const store = await openResidentStore({ folder, ...options });
  return {
    ...{ store, clock },
    async end() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function tell(store: KnowledgeStore, events: readonly Told[], cut = 50): Promise<[Told, Decided][]> {
  const answered: [Told, Decided][] = [];
  for (let from = 0; from < events.length; from += cut) {
    const some = events.slice(from, from + cut);
    for (const [i, result] of (await store.commit(some)).entries()) {
      const told = some[i];
      if (result.status === 'accepted' && told !== undefined) answered.push([told, result.decision]);
    }
  }
  return answered;
}

async function countAll(store: KnowledgeStore): Promise<void> {
  while ((await countBlocks(store.records.kysely, 7)) === 7);
}

const countsOf = (store: KnowledgeStore, ...names: CountName[]) =>
  readCounts(store.records.kysely, { ...(names.length > 0 && { names }), fromDay: 0, toDay: 99_999 });

/** Added up by somebody else, from the answers. */
function outcomes(answered: readonly [Told, Decided][], day: number) {
  const sums = new Map<string, number>();
  for (const [, { outcome }] of answered) sums.set(outcome, (sums.get(outcome) ?? 0) + 1);
  return [...sums].sort().map(([key, n]) => ({ day, name: 'decisions', key, n }));
}

for (const kind of stores) {
  describe(`counting what the ${kind} store commits`, () => {
    it('counts each event once, on the day of its commit, whatever time it gives, told again or not', async () => {
      const { store, clock, end } = await open(kind);
      try {
        const half = stream.length / 2;
        const before = await tell(store, stream.slice(0, half));
        clock.now = MIDNIGHT;
        // the times of these events are weeks older, and lie in no order
        const after = await tell(store, stream.slice(half));
        await tell(store, stream.slice(half - 60));
        if (kind === 'postgres') await Promise.all([countAll(store), countAll(store)]);
        else await countAll(store);
        assert.deepEqual(await countsOf(store, 'decisions'), [...outcomes(before, DAY - 1), ...outcomes(after, DAY)]);
        assert.equal(await countBlocks(store.records.kysely), 0);
        const blocks = (all: readonly [Told, Decided][]) =>
          all.filter(([told]) => told.type === 'account.blocked').length;
        assert.deepEqual(
          (await countsOf(store, 'blocks')).map(({ n }) => n),
          [blocks(before), blocks(after)],
        );
      } finally {
        await end();
      }
    });

    it('gives the same counts for any cut of the stream, counted at any time', async () => {
      const counted = async (cut: number, between: boolean) => {
        const { store, end } = await open(kind);
        try {
          for (let from = 0; from < stream.length; from += 300) {
            await tell(store, stream.slice(from, from + 300), cut);
            if (between) await countAll(store);
          }
          await countAll(store);
          return await countsOf(store);
        } finally {
          await end();
        }
      };
      const whole = await counted(256, false);
      assert.ok(whole.length > 20, JSON.stringify(whole));
      for (const [cut, between] of [
        [1, true],
        [37, false],
      ] as const)
        assert.deepEqual(await counted(cut, between), whole);
    });

    it('finishes a day when it is over and all of it is counted; it is then what log and records say', async () => {
      const { store, clock, end } = await open(kind);
      try {
        const { blocks, records } = store;
        const { kysely: db } = records;
        await beginCounting(db, 0, clock.now);
        await tell(store, stream.slice(0, 600));
        clock.now = MIDNIGHT + 60_000;
        await tell(store, stream.slice(600));
        await finishDays(db, clock.now);
        assert.equal(await countedThrough(db), DAY - 2);
        clock.now = MIDNIGHT + 700_000;
        await finishDays(db, clock.now);
        // its records are written, but not all of its log is counted
        assert.equal(await countedThrough(db), DAY - 2);
        assert.deepEqual(
          (await countLevels(db, clock.now)).map(({ value }) => value),
          [1],
        );
        await countAll(store);
        await Promise.all([finishDays(db, clock.now), finishDays(db, clock.now)]);
        assert.equal(await countedThrough(db), DAY - 1);
        const partial = [
          ...(await new PartialCounts(db, () => clock.now).read()),
          ...(await readCounts(db, { names: namesOf('log'), fromDay: DAY, toDay: DAY })),
        ];
        assert.ok(partial.length > 0 && partial.every(({ day }) => day === DAY));
        clock.now = MIDNIGHT + DAY_MS + 700_000;
        await finishDays(db, clock.now);
        await finishDays(db, clock.now);
        assert.equal(await countedThrough(db), DAY);
        // what was partial is what the day came to: nothing happened in what was left of it
        const flows = ({ name }: { name: CountName }): boolean => name !== 'cases_waiting';
        assert.deepEqual(
          new Set(partial.filter(flows).map((one) => JSON.stringify(one))),
          new Set(
            (await countsOf(store)).filter((one) => one.day === DAY && flows(one)).map((one) => JSON.stringify(one)),
          ),
        );
        const verified = await verifyCounts({ db, blocks });
        assert.deepEqual(verified.differences, []);
        assert.ok(verified.compared > 30);
        assert.equal(verified.logFrom, DAY - 1);
        assert.equal(verified.since, DAY - 1);
        const opened = await countsOf(store, 'cases_opened');
        const cases = await db.selectFrom('cases').select('id').execute();
        assert.ok(cases.length > 0);
        assert.equal(
          opened.reduce((sum, { n }) => sum + n, 0),
          cases.length,
        );
        const lines = await db.selectFrom('report').select('id').execute();
        const received = await countsOf(store, 'reports_received');
        assert.equal(
          received.reduce((sum, { n }) => sum + n, 0),
          lines.length,
        );
      } finally {
        await end();
      }
    });

    it('is still what the log says where a block came after its day was finished, which stays as it was', async () => {
      const { store, clock, end } = await open(kind);
      try {
        const { blocks, records } = store;
        const { kysely: db } = records;
        await beginCounting(db, 0, clock.now);
        await tell(store, stream.slice(0, 300));
        await countAll(store);
        await finishDays(db, MIDNIGHT + 700_000);
        const before = await countsOf(store);
        // its clock is behind: it still has yesterday
        await tell(store, stream.slice(300, 600));
        clock.now = MIDNIGHT + 800_000;
        await tell(store, stream.slice(600));
        await countAll(store);
        const ofLog = ({ name }: { name: CountName }) => name === 'decisions' || name === 'blocks';
        assert.deepEqual(
          (await countsOf(store)).filter(({ day }) => day < DAY),
          before,
        );
        await finishDays(db, MIDNIGHT + DAY_MS + 700_000);
        const { differences, logFrom } = await verifyCounts({ db, blocks });
        assert.equal(logFrom, DAY - 1);
        assert.deepEqual(differences.filter(ofLog), []);
        await db.updateTable('late_count').set({ n: 0 }).where('name', '=', 'decisions').execute();
        assert.ok((await verifyCounts({ db, blocks })).differences.some(ofLog));
      } finally {
        await end();
      }
    });

    it('names what was altered, in the log or in the counts, and keeps saying so until it is right again', async () => {
      const { store, clock, end } = await open(kind);
      try {
        const { blocks, records } = store;
        const { kysely: db } = records;
        await beginCounting(db, 0, clock.now);
        await tell(store, stream);
        await countAll(store);
        clock.now = MIDNIGHT + 700_000;
        await finishDays(db, clock.now);
        const [allowed] = await countsOf(store, 'decisions');
        assert.ok(allowed !== undefined);
        const alter = (n: number) =>
          db
            .updateTable('daily_count')
            .set({ n })
            .where('name', '=', 'decisions')
            .where('key', '=', allowed.key)
            .execute();
        await alter(allowed.n - 1);
        await db.deleteFrom('daily_count').where('name', '=', 'cases_waiting').execute();
        await db
          .insertInto('daily_count')
          .values({ day: DAY - 1, name: 'appeals_filed', key: '', n: 2 })
          .execute();
        const logged: string[] = [];
        const log = createLog({ level: 'error', destination: { write: (line) => void logged.push(line) } });
        const checking = { db, blocks, clock: () => clock.now, log };
        await checkNewDays(checking);
        const checked = await countsChecked(db);
        const waiting = await db.selectFrom('cases').select('id').where('decided_at', 'is', null).execute();
        const expected = [
          { day: DAY - 1, name: 'appeals_filed', key: '', counted: 2, found: 0 },
          { day: DAY - 1, name: 'cases_waiting', key: '', counted: 0, found: waiting.length },
          { day: DAY - 1, name: 'decisions', key: allowed.key, counted: allowed.n - 1, found: allowed.n },
        ];
        assert.deepEqual(checked?.differences, expected);
        const { differing, day, name } = JSON.parse(logged.join(''));
        assert.deepEqual([differing, day, name], [3, '2026-02-28', 'appeals_filed']);
        assert.equal((await countLevels(db, clock.now)).at(-1)?.value, 3);
        // the next day is right, which makes this one no better
        clock.now += DAY_MS;
        await finishDays(db, clock.now);
        await checkNewDays(checking);
        assert.deepEqual((await countsChecked(db))?.differences, expected);
        await alter(allowed.n);
        await noteChecked(db, await verifyCounts({ db, blocks }), clock.now);
        assert.deepEqual((await countsChecked(db))?.differences, expected.slice(0, 2));
      } finally {
        await end();
      }
    });
  });
}

describe('a store that is copied', () => {
  for (const [from, to] of [
    ['resident', 'postgres'],
    ['postgres', 'resident'],
  ] as const) {
    it(`keeps its counts, and what is not counted yet, from ${from} to ${to}`, async () => {
      const [one, two] = [await open(from), await open(to)];
      try {
        await beginCounting(one.store.records.kysely, 0, one.clock.now);
        await tell(one.store, stream.slice(0, 300));
        await countAll(one.store);
        one.clock.now = MIDNIGHT;
        await tell(one.store, stream.slice(300, 600));
        const at = MIDNIGHT + DAY_MS;
        two.clock.now = at;
        await copyStore(one.store, two.store, undefined, at);
        await tell(two.store, stream.slice(600));
        await countAll(one.store);
        await countAll(two.store);
        const kept = await countsOf(one.store);
        assert.deepEqual(
          (await countsOf(two.store)).filter(({ day }) => day <= DAY),
          kept,
        );
        const { kysely: db } = two.store.records;
        await finishDays(db, at + 3 * DAY_MS);
        const { differences, logFrom } = await verifyCounts({ db, blocks: two.store.blocks });
        // the blocks of the copy have the day of copying
        assert.deepEqual(differences, []);
        assert.equal(logFrom, dayOf(at) + 1);
      } finally {
        await one.end();
        await two.end();
      }
    });
  }
});

describe('a tally', () => {
  it('is the same however what it adds up is cut', () => {
    const decision = (outcome: Decided['outcome']): Decided => ({ outcome, reasons: [], notices: [], policy: 'p' });
    const ordinary = decision('allow');
    const events = fc.array(fc.tuple(fc.nat({ max: stream.length - 1 }), fc.boolean()), { maxLength: 60 });
    const summed = (all: readonly Counted[]) =>
      [...Map.groupBy(all, ([name, key]) => `${name} ${key}`)]
        .map(([of, some]) => `${of} ${some.reduce((sum, [, , n]) => sum + n, 0)}`)
        .sort();
    fc.assert(
      fc.property(events, fc.array(fc.nat({ max: 60 })), (picked, cuts) => {
        const pairs = picked.map(([i, plain]) => [stream[i], plain ? ordinary : decision('hold')] as const);
        const whole = new Tally();
        let part = new Tally();
        const parts: Counted[] = [];
        for (const [i, [told, decided]] of pairs.entries()) {
          if (told === undefined) continue;
          whole.add(told, decided);
          part.add(told, decided);
          if (!cuts.includes(i)) continue;
          parts.push(...part.take());
          part = new Tally();
        }
        parts.push(...part.take());
        assert.deepEqual(summed(parts), summed(whole.take()));
      }),
    );
  });
});
