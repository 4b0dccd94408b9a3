import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepDoing } from './index.ts';

test('a round that failed is told, and the next is done all the same', async () => {
  const told: unknown[] = [];
  const third = Promise.withResolvers<void>();
  let rounds = 0;
  const work = async () => {
    rounds++;
    if (rounds === 2) throw new Error('the second');
    if (rounds === 3) third.resolve();
  };
  const job = keepDoing({ every_ms: 0, work, failed: (error) => told.push(error) });
  // pauses keep no process alive: something else must
  const alive = setInterval(() => {}, 1000);
  await third.promise;
  await job.stop();
  clearInterval(alive);
  assert.deepEqual(told, [new Error('the second')]);
  const done = rounds;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(rounds, done);
});

test('stopping waits for the round that is under way, and tells it', async () => {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let aborted = false;
  const work = async (signal: AbortSignal) => {
    begun.resolve();
    await end.promise;
    aborted = signal.aborted;
  };
  const job = keepDoing({ every_ms: 3_600_000, work, failed: assert.fail });
  await begun.promise;
  const stopped = job.stop();
  end.resolve();
  await stopped;
  assert.ok(aborted);
});

test('one that waits first, and is stopped meanwhile, does nothing', async () => {
  const work = async () => assert.fail('it did something');
  const job = keepDoing({ every_ms: 3_600_000, pauseFirst: true, work, failed: assert.fail });
  await job.stop();
});
