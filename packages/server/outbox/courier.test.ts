import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Courier, type CourierOptions, type DeliveryTold, LEASE_MS } from './courier.ts';
import { lease, nextDue } from './leases.ts';
import { RETRY_FIRST_MS, TRY_FOR_MS } from './schedule.ts';
import { insert, kinds, outbox, row, type TestDatabase, testDatabase } from './testing/databases.ts';
import { type Answer, never, platform, SECRET, status, stoppedClock } from './testing/platform.ts';
import { verify } from './testing/verify.ts';

for (const kind of kinds) {
  describe(`a courier on ${kind}`, () => {
    let base: TestDatabase;
    before(async () => {
      base = await testDatabase(kind);
    });
    after(() => base.close());
    beforeEach(() => base.db.deleteFrom('outbox').execute());

    const courierOf = (options: Omit<CourierOptions, 'db'> & { db?: CourierOptions['db'] }) =>
      new Courier({ db: base.db, random: () => 1, ...options });

    test('delivers what is due, signed, and says so', async () => {
      await using to = await platform(status(204));
      const clock = stoppedClock();
      const told: DeliveryTold[] = [];
      const courier = courierOf({ endpoints: [to.endpoint()], clock, onDelivery: (t) => told.push(t) });
      await insert(base.db, row('msg_1', clock.time), row('msg_later', clock.time + 1));
      await courier.deliverDue();
      await courier.close();

      const [got] = to.got;
      assert.equal(to.got.length, 1);
      assert.equal(got?.path, '/kith?from=test');
      assert.equal(got?.headers['content-type'], 'application/json');
      verify(SECRET, got ?? assert.fail());
      const rows = await outbox(base.db);
      assert.equal(rows.msg_1?.delivered_at, clock.time);
      assert.equal(rows.msg_1?.attempts, 1);
      assert.equal(rows.msg_later?.attempts, 0);
      assert.deepEqual(told, [
        {
          endpoint: 'platform',
          type: 'notice.requested',
          id: 'msg_1',
          outcome: 'delivered',
          error: null,
          attempts: 1,
          took_ms: 0,
        },
      ]);
    });

    test('signs with every secret of a rotation', async () => {
      await using to = await platform(status(200));
      const next = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
      const courier = courierOf({ endpoints: [to.endpoint({ secret: [SECRET, next] })] });
      await insert(base.db, row('msg_1', 0));
      await courier.deliverDue();
      await courier.close();
      for (const secret of [SECRET, next]) verify(secret, to.got[0] ?? assert.fail());
    });

    test('tries again later with the same id and a fresh timestamp, twice as late at most each time', async () => {
      await using to = await platform(status(503));
      const clock = stoppedClock();
      const courier = courierOf({ endpoints: [to.endpoint()], clock });
      await insert(base.db, row('msg_1', clock.time));
      const waits: number[] = [];
      for (let i = 0; i < 4; i++) {
        await courier.deliverDue();
        const next = (await nextDue(base.db, ['platform'])) ?? assert.fail();
        waits.push(next - clock.time);
        clock.time = next;
      }
      await courier.close();
      assert.deepEqual(
        waits,
        [1, 2, 4, 8].map((n) => n * RETRY_FIRST_MS),
      );
      assert.deepEqual(to.ids(), ['msg_1', 'msg_1', 'msg_1', 'msg_1']);
      assert.equal(new Set(to.got.map((g) => g.headers['webhook-timestamp'])).size, 4);
      assert.equal((await outbox(base.db)).msg_1?.last_error, 'HTTP_503');
    });

    test('gives up when its day is over, having tried at every hour of it', async () => {
      await using to = await platform(status(500));
      const clock = stoppedClock();
      const start = clock.time;
      const courier = courierOf({ endpoints: [to.endpoint()], clock });
      await insert(base.db, row('msg_1', start));
      for (let next: number | null = start; next !== null; next = await nextDue(base.db, ['platform'])) {
        clock.time = next;
        await courier.deliverDue();
      }
      await courier.close();
      const dead = (await outbox(base.db)).msg_1;
      assert.equal(dead?.last_error, 'HTTP_500');
      assert.ok((dead?.dead_at ?? 0) <= start + TRY_FOR_MS);
      assert.ok((dead?.dead_at ?? 0) > start + TRY_FOR_MS - 3_600_000);
      assert.equal(dead?.attempts, to.got.length);
      assert.ok(to.got.length > 24);
    });

    test('takes 410 Gone for a last word', async () => {
      await using to = await platform(status(410));
      const clock = stoppedClock();
      const courier = courierOf({ endpoints: [to.endpoint()], clock });
      await insert(base.db, row('msg_1', clock.time));
      await courier.deliverDue();
      await courier.close();
      const dead = (await outbox(base.db)).msg_1;
      assert.equal(dead?.dead_at, clock.time);
      assert.equal(dead?.last_error, 'HTTP_410');
    });

    test('an endpoint that hangs, breaks off or is not there is tried again, and its code is kept', async () => {
      const clock = stoppedClock();
      const reset: Answer = (_, __, request) => void request.socket.resetAndDestroy();
      await using hangs = await platform(never);
      await using breaks = await platform(reset);
      const gone = await platform(never);
      await gone[Symbol.asyncDispose]();
      const endpoints = [breaks.endpoint({ name: 'breaks' }), gone.endpoint({ name: 'gone' })];
      const impatient = courierOf({ endpoints: [hangs.endpoint({ name: 'hangs' })], clock, timeout_ms: 100 });
      const patient = courierOf({ endpoints, clock });
      await insert(
        base.db,
        ...['hangs', 'breaks', 'gone'].map((name) => row(`msg_${name}`, clock.time, { endpoint: name })),
      );
      for (const courier of [impatient, patient]) {
        await courier.deliverDue();
        await courier.close();
      }
      const rows = await outbox(base.db);
      assert.equal(rows.msg_hangs?.last_error, 'TIMEOUT');
      assert.match(rows.msg_breaks?.last_error ?? '', /^(ECONNRESET|UND_ERR_SOCKET)$/);
      assert.equal(rows.msg_gone?.last_error, 'ECONNREFUSED');
      for (const { next_at, leased_until } of Object.values(rows)) {
        assert.equal(next_at, clock.time + RETRY_FIRST_MS);
        assert.equal(leased_until, 0);
      }
    });

    test('a redirect is not followed', async () => {
      await using elsewhere = await platform(status(200));
      await using to = await platform(status(307, { location: elsewhere.url }));
      const courier = courierOf({ endpoints: [to.endpoint()] });
      await insert(base.db, row('msg_1', 0, { give_up_at: 9e12 }));
      await courier.deliverDue();
      await courier.close();
      assert.equal(elsewhere.got.length, 0);
      assert.equal((await outbox(base.db)).msg_1?.last_error, 'HTTP_307');
    });

    test('an endless answer is cut off, and its status counts; nothing of it is kept', async () => {
      const flood: Answer = (response) => {
        response.writeHead(500);
        const more = () => {
          while (!response.destroyed && response.write('the endpoint answers at length '.repeat(1000)));
        };
        response.on('drain', more);
        more();
      };
      await using to = await platform(flood);
      const clock = stoppedClock();
      const courier = courierOf({ endpoints: [to.endpoint()], clock });
      await insert(base.db, row('msg_1', clock.time));
      await courier.deliverDue();
      await courier.close();
      const after = (await outbox(base.db)).msg_1;
      assert.equal(after?.last_error, 'HTTP_500');
      assert.ok(!JSON.stringify(after).includes('at length'));
    });

    test('an endpoint that hangs takes its own places only', async () => {
      const bothHang = Promise.withResolvers<void>();
      await using hangs = await platform(() => {
        if (hangs.got.length === 2) bothHang.resolve();
      });
      await using well = await platform(status(200));
      const clock = stoppedClock();
      const of = (endpoint: string) =>
        Array.from({ length: 50 }, (_, i) => row(`${endpoint}_${i}`, clock.time, { endpoint }));
      await insert(base.db, ...of('hangs'), ...of('well'));
      let delivered = 0;
      const all = Promise.withResolvers<void>();
      const courier = courierOf({
        endpoints: [hangs.endpoint({ name: 'hangs' }), well.endpoint({ name: 'well' })],
        clock,
        concurrency: 2,
        timeout_ms: LEASE_MS - 1,
        onDelivery({ endpoint }) {
          if (endpoint === 'well' && ++delivered === 50) all.resolve();
        },
      }).start();
      await all.promise;
      await bothHang.promise;
      assert.equal(hangs.got.length, 2);
      await hangs[Symbol.asyncDispose]();
      await courier.close();
      assert.equal(new Set(well.ids()).size, 50);
    });

    test('sleeps until the next row is due, and wakes when it is told to', async () => {
      await using to = await platform(status(200));
      const clock = stoppedClock();
      const sleeps: number[] = [];
      let asleep = () => {};
      const sleep = (ms: number, signal: AbortSignal) => {
        sleeps.push(ms);
        asleep();
        return clock.sleep(ms, signal);
      };
      const sleepsNow = () => new Promise<void>((resolve) => (asleep = resolve));
      const courier = courierOf({ endpoints: [to.endpoint()], clock: { now: clock.now, sleep }, poll_ms: 1_000 });
      await insert(base.db, row('msg_1', clock.time + 400));
      let sleeping = sleepsNow();
      courier.start();
      await sleeping;
      assert.deepEqual(sleeps, [400]);
      clock.time += 400;
      sleeping = sleepsNow();
      courier.wake();
      await sleeping;
      for (;;) {
        sleeping = sleepsNow(); // before looking: the courier sleeps once more after it has written the delivery
        if ((await outbox(base.db)).msg_1?.delivered_at !== null) break;
        await sleeping;
      }
      await courier.close();
      assert.deepEqual(to.ids(), ['msg_1']);
      assert.equal(sleeps.at(-1), 1_000);
    });

    test('close waits for what is under way, and it counts', async () => {
      let answer = () => {};
      const asked = Promise.withResolvers<void>();
      await using to = await platform((response) => {
        answer = () => void response.writeHead(200).end();
        asked.resolve();
      });
      const courier = courierOf({ endpoints: [to.endpoint()] }).start();
      await insert(base.db, row('msg_1', 0), row('msg_2', 0, { endpoint: 'another' }));
      courier.wake();
      await asked.promise;
      const closed = courier.close();
      answer();
      await closed;
      assert.ok((await outbox(base.db)).msg_1?.delivered_at);
    });

    test('rows of an endpoint that is configured no more are given up when their day is over', async () => {
      await using to = await platform(status(200));
      const clock = stoppedClock();
      await insert(
        base.db,
        row('msg_old', clock.time - TRY_FOR_MS - 1, { endpoint: 'removed' }),
        row('msg_new', clock.time - 1000, { endpoint: 'removed' }),
      );
      const asleep = Promise.withResolvers<void>();
      const sleep = (ms: number, signal: AbortSignal) => {
        asleep.resolve();
        return clock.sleep(ms, signal);
      };
      const courier = courierOf({ endpoints: [to.endpoint()], clock: { now: clock.now, sleep } }).start();
      await asleep.promise;
      await courier.close();
      const rows = await outbox(base.db);
      assert.equal(rows.msg_old?.last_error, 'ENDPOINT_UNKNOWN');
      assert.equal(rows.msg_new?.dead_at, null);
    });

    test('two couriers lease no row at the same time', async () => {
      const other = await base.open();
      await insert(base.db, ...Array.from({ length: 200 }, (_, i) => row(`msg_${i}`, 0)));
      const takes = await Promise.all(
        Array.from({ length: 40 }, (_, i) => lease(i % 2 === 0 ? base.db : other, 'platform', 7, 1_000, 61_000)),
      );
      const ids = takes.flat().map((r) => r.id);
      assert.ok(takes.every((rows) => rows.length <= 7));
      assert.equal(new Set(ids).size, ids.length);
      for (;;) {
        const rest = await lease(base.db, 'platform', 100, 1_000, 61_000);
        if (rest.length === 0) break;
        ids.push(...rest.map((r) => r.id));
      }
      assert.equal(ids.length, 200);
      assert.equal(new Set(ids).size, 200);
    });

    test('two couriers at work deliver everything once between them', async () => {
      await using to = await platform(status(200));
      await insert(base.db, ...Array.from({ length: 300 }, (_, i) => row(`msg_${i}`, 0)));
      const couriers = [base.db, await base.open()].map((db) => courierOf({ db, endpoints: [to.endpoint()] }));
      await Promise.all(couriers.map((courier) => courier.deliverDue()));
      await Promise.all(couriers.map((courier) => courier.close()));
      assert.equal(to.got.length, 300);
      assert.equal(new Set(to.ids()).size, 300);
      assert.ok(Object.values(await outbox(base.db)).every((r) => r.delivered_at !== null && r.attempts === 1));
    });

    test('what a killed courier had is delivered by another one once the lease has ended', async () => {
      let answer: Answer = never;
      const asked = Promise.withResolvers<void>();
      await using to = await platform((...all) => {
        asked.resolve();
        answer(...all);
      });
      await insert(base.db, row('msg_1', 0, { give_up_at: 9e12 }));
      const child = fork(new URL('./testing/courier-process.ts', import.meta.url), [base.address, to.url], {
        stdio: 'inherit',
      });
      await asked.promise;
      child.kill('SIGKILL');
      await once(child, 'exit');

      answer = status(200);
      const clock = stoppedClock(Date.now());
      const courier = courierOf({ endpoints: [to.endpoint()], clock });
      await courier.deliverDue();
      assert.equal(to.got.length, 1, 'the lease of the dead courier still holds');
      clock.time += LEASE_MS + 1;
      await courier.deliverDue();
      await courier.close();
      assert.deepEqual(to.ids(), ['msg_1', 'msg_1']);
      const after = (await outbox(base.db)).msg_1;
      assert.equal(after?.delivered_at, clock.time);
      assert.equal(after?.attempts, 2);
    });

    test('a failure of the database is told, and nothing is sent twice because of it', async () => {
      await using to = await platform(status(200));
      const errors: unknown[] = [];
      const db = await base.open();
      let failures = 2;
      const failing = new Proxy(db, {
        get(target, name) {
          if (name === 'transaction' && failures > 0) {
            failures--;
            throw new Error('the database is away');
          }
          const value = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      const clock = { now: () => 1_000, sleep: async () => {} };
      const courier = courierOf({
        db: failing,
        endpoints: [to.endpoint()],
        clock,
        onError: (e) => errors.push(e),
      });
      await insert(base.db, row('msg_1', 0));
      await courier.deliverDue();
      await courier.close();
      assert.equal(errors.length, 2);
      assert.equal(to.got.length, 1);
      assert.equal((await outbox(base.db)).msg_1?.delivered_at, 1_000);
    });
  });
}
