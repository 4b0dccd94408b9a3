/** What becomes of notices, on both databases: from events, by rows as the stores commit them, to the numbers that people see. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { noticeNumbers, type Policy } from '@kith/contract';
import { compilePolicy, consider, type Told } from '@kith/engine';
import { databases, type TestRecords, testRecords } from '../ground/testing/records.ts';
import { recordsOf, WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { dayOf } from './count.ts';
import { COUNTS_KEPT_DAYS, countNotes } from './counting.ts';
import { numbersOf } from './numbers.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 5, 15, 12);
const DAYS = { from: '2026-06-15', to: '2026-06-15' };
const shipped = loadShippedPolicy();
const kinds: ['first_message'] = ['first_message'];
/** An experiment that holds out mia, and not lena. */
const trying: Policy = {
  ...shipped,
  notices: { ...shipped.notices, experiment: { name: 'spring', holdOutPercent: 50, kinds } },
};

type Act = Pick<Told, 'type' | 'data'> & { after_h: number };
const shown = (after_h: number, notice: 'warning' | 'stranger_message' | 'first_message', other = 'max'): Act => {
  return { after_h, type: 'notice.shown', data: { actor: 'lena', notice, other } };
};
const answered = (after_h: number, notice: 'warning' | 'stranger_message', choice: 'ok' | 'block' | 'decline'): Act => {
  return { after_h, type: 'notice.answered', data: { actor: 'lena', notice, other: 'max', choice } };
};
const blocked = (after_h: number): Act => ({ after_h, type: 'account.blocked', data: { actor: 'lena', other: 'max' } });

for (const database of databases) {
  describe(`what becomes of notices, on ${database}`, () => {
    let records: TestRecords;
    before(async () => {
      records = await testRecords(database, 'notices');
    });
    after(() => records.close());
    beforeEach(async () => {
      await records.kysely.deleteFrom('notice_note').execute();
      await records.kysely.deleteFrom('notice_day').execute();
    });

    /** Tells of lena and others, then of these; commits their rows twice, as a block that is tried again is. */
    async function tell(acts: readonly Act[], policy: Policy = shipped): Promise<void> {
      const compiled = compilePolicy(policy);
      const knowledge = new WorkingSet();
      const created = (actor: string, band: 'adult' | '13to15', more: object = {}): Act => {
        const age = { band, method: 'declared', confidence: 1 } as const;
        return {
          after_h: -9000,
          type: 'account.created',
          data: { actor, age, country: 'GB', language: 'cy-GB', ...more },
        };
      };
      const friends = (actor: string, other: string): Act => {
        return { after_h: -8000, type: 'connection.accepted', data: { actor, other } };
      };
      const cast = [
        ...[created('max', 'adult', { risk: 'medium' }), created('lena', '13to15'), created('mia', '13to15')],
        ...[created('tom', '13to15'), friends('lena', 'tom'), friends('mia', 'tom'), friends('lena', 'mia')],
      ];
      const noted = [...cast, ...acts].map(({ after_h, ...act }, i) => {
        // joins a type and the data that belongs to it again
        const told = { id: `e${i}`, at: NOON + after_h * HOUR_MS, ...act } as Told;
        const considered = consider(knowledge, told, compiled);
        knowledge.apply(considered.changes);
        return { told, considered };
      });
      const { notes } = recordsOf(noted.slice(cast.length), NOON + 20 * HOUR_MS);
      for (const _ of [1, 2]) {
        if (notes.length === 0) continue;
        await records.kysely
          .insertInto('notice_note')
          .values(notes)
          .onConflict((oc) => oc.column('id').doNothing())
          .execute();
      }
    }

    /** Counts as it stands so many hours after noon, by two at once. */
    async function countAt(hours: number): Promise<void> {
      const options = {
        db: records.kysely,
        policy: () => shipped.notices,
        shownIn: (language: string) => language.slice(0, 2),
        clock: () => NOON + hours * HOUR_MS,
      };
      if (database === 'PostgreSQL') await Promise.all([countNotes(options), countNotes(options)]);
      await countNotes(options);
    }

    const numbers = async () => noticeNumbers.parse(await numbersOf(records.kysely, DAYS, shipped.notices));

    it('is counted once, with its answer, the risk of whom it was about, and what followed within a day', async () => {
      await tell([
        shown(0, 'warning'),
        answered(1, 'warning', 'block'),
        blocked(1.1),
        blocked(2),
        shown(3, 'stranger_message'),
      ]);
      await countAt(30);
      assert.equal((await numbers()).open, 2);
      assert.deepEqual((await numbers()).kinds, []);
      await countAt(46);
      await countAt(47);
      const { kinds, risks, open } = await numbers();
      assert.equal(open, 0);
      const none = { accept: 0, block: 0, report: 0 };
      assert.deepEqual(kinds, [
        { kind: 'stranger_message', language: 'cy', shown: 1, outlived: 1, choices: {}, led: none, toldEnough: 0 },
        {
          ...{ kind: 'warning', language: 'cy', shown: 1, outlived: 0, choices: { block: 1 } },
          ...{ led: { ...none, block: 1 }, toldEnough: 0 },
        },
      ]);
      assert.deepEqual(
        risks.map(({ kind, risk }) => `${kind} ${risk}`),
        ['stranger_message medium', 'warning medium'],
      );
    });

    it('is outlived where it is answered too late, or was shown again and only that was answered', async () => {
      await tell([
        shown(0, 'warning'),
        shown(1, 'warning'),
        answered(2, 'warning', 'ok'),
        shown(3, 'stranger_message'),
      ]);
      await tell([]);
      await countAt(50);
      const { kinds } = await numbers();
      const [stranger, warning] = kinds;
      assert.deepEqual([warning?.shown, warning?.outlived, warning?.choices.ok], [2, 1, 1]);
      assert.deepEqual([stranger?.shown, stranger?.outlived], [1, 1]);
    });

    const ended = (actor: string, other: string, type: 'account.blocked' | 'connection.removed'): Act => {
      return { after_h: 1, type, data: { actor, other } };
    };
    for (const [how, act, led] of [
      ['blocked the other on another page', ended('lena', 'max', 'account.blocked'), 1],
      ['ended the connection', ended('lena', 'max', 'connection.removed'), 0],
      ['was blocked by the other', ended('max', 'lena', 'account.blocked'), 0],
      ['had the connection ended by the other', ended('max', 'lena', 'connection.removed'), 0],
    ] as const) {
      it(`is not outlived where the child ${how}, though it was never answered`, async () => {
        await tell([shown(0, 'warning'), act, shown(0, 'warning', 'tom')]);
        await countAt(50);
        const { kinds } = await numbers();
        const [warning] = kinds;
        // the one about tom is: what is done about max says nothing of him
        assert.deepEqual([warning?.shown, warning?.outlived, warning?.choices, warning?.led.block], [2, 1, {}, led]);
      });
    }

    it('is outlived where what was done came before it, or more than a day later', async () => {
      await tell([blocked(-1), shown(0, 'warning')]);
      await countAt(50);
      assert.equal((await numbers()).kinds[0]?.outlived, 1);
    });

    it('says of an experiment who was drawn into which arm, and what they did, whether they were shown it or not', async () => {
      const message: Act = { after_h: 0, type: 'message.sent', data: { actor: 'lena', other: 'mia', message: 'm' } };
      const report: Act = { after_h: 2, type: 'report.filed', data: { actor: 'mia', other: 'lena', category: 'c' } };
      await tell([message, shown(0.1, 'first_message', 'mia'), report], trying);
      await countAt(50);
      const [experiment] = (await numbers()).experiments;
      assert.deepEqual([experiment?.name, experiment?.kind], ['spring', 'first_message']);
      assert.deepEqual(experiment?.shown, { drawn: 1, led: { accept: 0, block: 0, report: 0 } });
      assert.deepEqual(experiment?.heldOut, { drawn: 1, led: { accept: 0, block: 0, report: 1 } });
      const reports = experiment?.differences.find(({ act }) => act === 'report');
      assert.ok(reports !== undefined && reports.difference === -1 && reports.low < 0 && reports.high > reports.low);
    });

    it('keeps counts for three years', async () => {
      const day = dayOf(NOON);
      const row = { kind: 'warning', language: 'en', risk: 'none', experiment: '', arm: '', what: 'shown', n: 1 };
      await records.kysely
        .insertInto('notice_day')
        .values([day - COUNTS_KEPT_DAYS, day - COUNTS_KEPT_DAYS - 1].map((of) => ({ ...row, day: of })))
        .execute();
      await countAt(0);
      const left = await records.kysely.selectFrom('notice_day').select('day').execute();
      assert.deepEqual(
        left.map((one) => one.day),
        [day - COUNTS_KEPT_DAYS],
      );
    });

    it('leaves nothing behind but counts, and names nobody in its notes', async () => {
      await tell([shown(0, 'warning'), answered(1, 'warning', 'ok'), blocked(2)]);
      const notes = await records.kysely.selectFrom('notice_note').selectAll().execute();
      assert.ok(notes.length === 3 && !/lena|max|cy-GB.*lena/.test(JSON.stringify(notes)));
      await countAt(50);
      await countAt(20 + 51);
      assert.deepEqual(await records.kysely.selectFrom('notice_note').selectAll().execute(), []);
    });

    it('counts nobody whom the policy does not draw', async () => {
      await tell([shown(0, 'warning')], { ...shipped, notices: { ...shipped.notices, countOneChildIn: 1000 } });
      assert.deepEqual(await records.kysely.selectFrom('notice_note').selectAll().execute(), []);
    });
  });
}
