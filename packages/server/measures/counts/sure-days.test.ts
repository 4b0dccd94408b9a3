/** Days that are finished stay as they are, whatever clocks say, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { databases, testRecords } from '../../ground/testing/records.ts';
import { SureClock } from '../../retention/index.ts';
import { countBlocks } from './blocks.ts';
import { DAY_MS, dayOf } from './days.ts';
import { finishDays } from './finish.ts';
import { countedThrough, QuestionCounts, readCounts } from './index.ts';
import { countingRounds } from './job.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
const DAY = dayOf(NOON);
const HOUR_MS = 3_600_000;

for (const kind of databases)
  describe(`days and clocks on ${kind}`, () => {
    const blocked = (db: Kysely<Records>, at: number, n: number) =>
      db
        .insertInto('block_count')
        .values({ at, counts: JSON.stringify([['blocks', '', n]]) })
        .execute();
    const blocks = async (db: Kysely<Records>) =>
      (await readCounts(db, { names: ['blocks'], fromDay: 0, toDay: 99_999 })).map(({ day, n }) => [day, n]);

    it('are not finished by a clock that is ahead, and nothing that comes later is lost', async () => {
      const { kysely: db, close } = await testRecords(kind, 'sure-days');
      try {
        const time = { now: NOON, counter: 0 };
        const passes = (ms: number) => {
          time.now += ms;
          time.counter += ms;
        };
        const sure = new SureClock({ db, clock: () => time.now, counter: () => time.counter });
        const surely = async () => (await sure.look()).due_ms;
        const round = countingRounds({ db, questions: new QuestionCounts(), clock: () => time.now, surely });
        await blocked(db, time.now, 1);
        await round();
        assert.equal(await countedThrough(db), DAY - 1);
        // three days ahead for some seconds
        time.now += 3 * DAY_MS;
        await round();
        passes(7_000);
        await round();
        assert.equal(await countedThrough(db), DAY - 1);
        time.now -= 3 * DAY_MS;
        await round();
        for (let i = 0; i < 3; i++) {
          await blocked(db, time.now, 10 + i);
          await round();
          passes(DAY_MS);
        }
        await round();
        assert.equal(await countedThrough(db), DAY + 2);
        assert.deepEqual(await blocks(db), [
          [DAY, 11],
          [DAY + 1, 11],
          [DAY + 2, 12],
        ]);
      } finally {
        await close();
      }
    });

    it('are finished after a long pause once the clock has gone on steadily', async () => {
      const { kysely: db, close } = await testRecords(kind, 'sure-pause');
      try {
        const time = { now: NOON, counter: 0 };
        const start = () => {
          const sure = new SureClock({ db, clock: () => time.now, counter: () => time.counter });
          return async () => (await sure.look()).due_ms;
        };
        await start()();
        time.now += 5 * DAY_MS;
        const surely = start();
        const round = countingRounds({ db, questions: new QuestionCounts(), clock: () => time.now, surely });
        await round();
        assert.equal(await countedThrough(db), DAY - 1);
        for (let hours = 0; hours < 80; hours += 10) {
          time.now += 10 * HOUR_MS;
          time.counter += 10 * HOUR_MS;
          await round();
        }
        assert.equal(await countedThrough(db), dayOf(time.now) - 1);
      } finally {
        await close();
      }
    });

    it('take nothing more once they are finished: what is late is counted on the first that isn’t', async () => {
      const { kysely: db, close } = await testRecords(kind, 'late-days');
      try {
        await blocked(db, NOON, 2);
        await countBlocks(db);
        await finishDays(db, NOON + DAY_MS);
        assert.equal(await countedThrough(db), DAY);
        await blocked(db, NOON + 1, 3);
        await blocked(db, NOON + DAY_MS, 4);
        await countBlocks(db);
        const questions = new QuestionCounts();
        questions.add('suggest', [null, null], NOON + 1);
        await questions.flush(db);
        assert.deepEqual(await blocks(db), [
          [DAY, 2],
          [DAY + 1, 7],
        ]);
        const asked = await readCounts(db, { names: ['questions_asked'], fromDay: 0, toDay: 99_999 });
        assert.deepEqual(
          asked.map(({ day, n }) => [day, n]),
          [[DAY + 1, 2]],
        );
      } finally {
        await close();
      }
    });

    it('take all or nothing of what is counted in the moment that they are finished', async () => {
      const { kysely: db, close } = await testRecords(kind, 'late-race');
      try {
        for (let i = 0; i < 8; i++) {
          const at = NOON + i * DAY_MS;
          await blocked(db, at, 1);
          const questions = new QuestionCounts();
          questions.add('suggest', [null], at);
          const finishing = finishDays(db, at + DAY_MS);
          await Promise.all([countBlocks(db), finishing, questions.flush(db)]);
          await finishDays(db, at + DAY_MS);
          assert.equal(await countedThrough(db), DAY + i);
        }
        const asked = await readCounts(db, { names: ['questions_asked'], fromDay: 0, toDay: 99_999 });
        assert.equal(
          asked.reduce((sum, { n }) => sum + n, 0),
          8,
        );
        assert.deepEqual(
          await blocks(db),
          Array.from({ length: 8 }, (_, i) => [DAY + i, 1]),
        );
      } finally {
        await close();
      }
    });
  });
