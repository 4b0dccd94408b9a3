import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kith, KithError, type NewEvent, type QueueOptions } from './index.ts';
import { type BadServer, type Behaviour, badServer, eventsOf, json, kith } from './testing/server.ts';

const FOREVER_MS = 1_000_000;

const queueOf = (server: BadServer, options: QueueOptions) =>
  new Kith({ url: server.url, key: 'k', wait: async () => {} }).queue(options);

const event = (i: number | string): NewEvent => ({ id: `e${i}`, type: 'account.deleted', data: { actor: `a${i}` } });
const sizes = (server: BadServer) => server.seen.map((s) => eventsOf(s).length);
const code = (expected: string) => (error: unknown) => error instanceof KithError && error.code === expected;

test('a full batch goes at once, in the order in which the events were added', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxBatch: 3, maxWait_ms: FOREVER_MS });
  const receipts = await Promise.all([1, 2, 3, 4, 5, 6].map((i) => queue.add(event(i))));
  assert.deepEqual(
    receipts.map((r) => r.id),
    ['e1', 'e2', 'e3', 'e4', 'e5', 'e6'],
  );
  assert.deepEqual(sizes(server), [3, 3]);
  await queue.close();
});

test('an event that gets no company goes when its wait is over', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxBatch: 100, maxWait_ms: 1 });
  assert.equal((await queue.add(event(1))).id, 'e1');
  await queue.close();
});

test('flush sends what waits and resolves when it has its receipts', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxWait_ms: FOREVER_MS });
  let answered = 0;
  for (const i of [1, 2, 3]) queue.add(event(i)).then(() => answered++);
  assert.equal(queue.size, 3);
  await queue.flush();
  await Promise.resolve();
  assert.equal(answered, 3);
  assert.equal(queue.size, 0);
  await queue.flush();
  assert.deepEqual(sizes(server), [3]);
  await queue.close();
});

test('only one request is under way at a time, and what is added meanwhile follows it', async () => {
  let underWay = 0;
  let most = 0;
  const slow: Behaviour = (seen, response, request) => {
    most = Math.max(most, ++underWay);
    setImmediate(() => {
      underWay--;
      kith(seen, response, request);
    });
  };
  await using server = await badServer(slow);
  const queue = queueOf(server, { maxBatch: 2, maxWait_ms: 0 });
  const receipts = await Promise.all(Array.from({ length: 21 }, (_, i) => queue.add(event(i))));
  assert.deepEqual(
    receipts.map((r) => r.id),
    Array.from({ length: 21 }, (_, i) => `e${i}`),
  );
  assert.equal(most, 1);
  await queue.close();
});

test('a full queue refuses, and room() resolves when there is room again', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxBatch: 1, maxQueued: 2, maxWait_ms: FOREVER_MS });
  const first = queue.add(event(1));
  const second = queue.add(event(2));
  await assert.rejects(queue.add(event(3)), code('queue_full'));
  await queue.room();
  const third = queue.add(event(3));
  assert.deepEqual(
    (await Promise.all([first, second, third])).map((r) => r.id),
    ['e1', 'e2', 'e3'],
  );
  await queue.close();
});

test('a batch that fails for good rejects its own events, and the next goes on', async () => {
  await using server = await badServer(json(401, { error: { code: 'unauthorised', message: 'no such key' } }), kith);
  const queue = queueOf(server, { maxBatch: 2, maxWait_ms: FOREVER_MS });
  const results = await Promise.allSettled([1, 2, 3, 4].map((i) => queue.add(event(i))));
  assert.deepEqual(
    results.map((r) => r.status),
    ['rejected', 'rejected', 'fulfilled', 'fulfilled'],
  );
  await queue.close();
});

test('a refused event is a receipt that says so', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxBatch: 1 });
  const receipt = await queue.add({ type: 'account.deleted', data: { actor: 'bad' } });
  assert.equal(receipt.status, 'rejected');
  await queue.close();
});

test('close sends what waits and takes nothing more', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxWait_ms: FOREVER_MS });
  const added = queue.add(event(1));
  await queue.close();
  assert.equal((await added).id, 'e1');
  await assert.rejects(queue.add(event(2)), code('queue_closed'));
  assert.deepEqual(sizes(server), [1]);
});

test('a batch of large events is cut where the request would grow too large', async () => {
  await using server = await badServer(kith);
  const queue = queueOf(server, { maxBatch: 100, maxWait_ms: FOREVER_MS });
  const large = (i: number): NewEvent => ({
    id: `e${i}`,
    type: 'message.sent',
    data: { actor: 'a', other: 'b', message: `m${i}`, text: '€'.repeat(20_000) },
  });
  const added = Array.from({ length: 40 }, (_, i) => queue.add(large(i)));
  await queue.close();
  assert.equal((await Promise.all(added)).at(-1)?.id, 'e39');
  assert.ok(server.seen.length >= 3);
});
