import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Courier } from './courier.ts';
import { countOutbox, listLetters, purgeLetters, replayLetters, showLetter } from './letters.ts';
import { TRY_FOR_MS } from './schedule.ts';
import { insert, kinds, outbox, row, type TestDatabase, testDatabase } from './testing/databases.ts';
import { platform, SECRET, status, stoppedClock } from './testing/platform.ts';

const dead = (id: string, at: number, other = {}) =>
  row(id, 0, { dead_at: at, attempts: 30, last_error: 'HTTP_500', ...other });

for (const kind of kinds) {
  describe(`dead letters on ${kind}`, () => {
    let base: TestDatabase;
    before(async () => {
      base = await testDatabase(kind);
    });
    after(() => base.close());
    beforeEach(() => base.db.deleteFrom('outbox').execute());

    test('are listed page by page, without what they say', async () => {
      await insert(base.db, ...['a', 'b', 'c', 'd', 'e'].map((id) => dead(id, 100)), row('waiting', 0));
      const first = await listLetters(base.db, {}, { limit: 2 });
      assert.deepEqual(
        first.letters.map((l) => l.id),
        ['a', 'b'],
      );
      assert.ok(!('body' in (first.letters[0] ?? {})));
      const seen = [...first.letters];
      for (let next = first.next; next !== null; ) {
        const page = await listLetters(base.db, {}, { limit: 2, after: next });
        seen.push(...page.letters);
        next = page.next;
      }
      assert.deepEqual(
        seen.map((l) => l.id),
        ['a', 'b', 'c', 'd', 'e'],
      );
    });

    test('are found by endpoint, type and time', async () => {
      await insert(
        base.db,
        dead('a', 100),
        dead('b', 200, { type: 'decision.revised' }),
        dead('c', 300, { endpoint: 'other' }),
      );
      const ids = async (filter: Parameters<typeof listLetters>[1]) =>
        (await listLetters(base.db, filter)).letters.map((l) => l.id);
      assert.deepEqual(await ids({ type: 'decision.revised' }), ['b']);
      assert.deepEqual(await ids({ endpoint: 'other' }), ['c']);
      assert.deepEqual(await ids({ from_ms: 200 }), ['b', 'c']);
      assert.deepEqual(await ids({ to_ms: 200 }), ['a']);
      assert.deepEqual(await ids({ from_ms: 150, to_ms: 300 }), ['b']);
    });

    test('can be shown one by one, without a secret', async () => {
      await insert(base.db, dead('a', 100));
      const letter = await showLetter(base.db, 'a');
      assert.match(letter?.body ?? '', /notice.requested/);
      assert.ok(!JSON.stringify(letter).includes(SECRET.slice(6)));
      assert.equal(await showLetter(base.db, 'b'), undefined);
    });

    test('are sent again under the same id, with a fresh day of tries', async () => {
      await using to = await platform(status(200));
      const clock = stoppedClock();
      await insert(base.db, dead('a', 100), dead('b', 100));
      assert.equal(await replayLetters(base.db, { id: 'a' }, clock.time), 1);
      const due = (await outbox(base.db)).a;
      assert.deepEqual([due?.attempts, due?.dead_at, due?.give_up_at], [0, null, clock.time + TRY_FOR_MS]);
      const courier = new Courier({ db: base.db, endpoints: [to.endpoint()], clock });
      await courier.deliverDue();
      await courier.close();
      assert.deepEqual(to.ids(), ['a']);
      const rows = await outbox(base.db);
      assert.equal(rows.a?.delivered_at, clock.time);
      assert.equal(rows.a?.last_error, null);
      assert.equal(rows.b?.dead_at, 100);
    });

    test('are made due again by type and time, and nothing else is', async () => {
      await insert(
        base.db,
        dead('a', 100),
        dead('b', 200),
        dead('c', 200, { type: 'decision.revised' }),
        row('waiting', 0, { next_at: 777 }),
        row('delivered', 0, { delivered_at: 200 }),
      );
      assert.equal(await replayLetters(base.db, { type: 'notice.requested', from_ms: 150 }, 1_000), 1);
      assert.equal(await replayLetters(base.db, {}, 1_000), 2);
      assert.equal(await replayLetters(base.db, {}, 1_000), 0);
      const rows = await outbox(base.db);
      assert.equal(rows.waiting?.next_at, 777);
      assert.equal(rows.delivered?.delivered_at, 200);
      assert.equal(await replayLetters(base.db, { id: 'delivered' }, 1_000), 0);
    });

    test('purging deletes what was delivered long ago, and keeps what waits or is dead', async () => {
      const many = Array.from({ length: 2_500 }, (_, i) => row(`old_${i}`, 0, { delivered_at: 10 }));
      for (let i = 0; i < many.length; i += 500) await insert(base.db, ...many.slice(i, i + 500));
      await insert(base.db, row('new', 0, { delivered_at: 950 }), row('waiting', 0), dead('dead', 10));
      assert.deepEqual(await countOutbox(base.db), { waiting: 1, delivered: 2_501, dead: 1 });
      assert.equal(await purgeLetters(base.db, 100, 1_000), 2_500);
      assert.deepEqual(Object.keys(await outbox(base.db)).sort(), ['dead', 'new', 'waiting']);
    });
  });
}
