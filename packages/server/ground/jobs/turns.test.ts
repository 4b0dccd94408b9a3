import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Thread, Turns } from './turns.ts';

/** A thread of which others take a share in each pause, and what was worked and waited on it, milliseconds. */
function threadOf(...shares: [number, ...number[]]) {
  let now_ms = 0;
  const took = { work: 0, waits: 0, pauses: 0 };
  const thread: Thread = {
    now: () => now_ms,
    async pause(ms) {
      now_ms += ms;
      took.waits += ms;
      return shares[took.pauses++ % shares.length] ?? 0;
    },
  };
  const work = (ms: number): void => {
    now_ms += ms;
    took.work += ms;
  };
  return { thread, work, took };
}

describe('work that can wait', () => {
  it('goes on without a pause until a slice has passed, of however many pieces', async () => {
    const { thread, work, took } = threadOf(1);
    const turns = new Turns(thread);
    for (let i = 0; i < 30; i++) {
      work(0.1);
      await turns.next();
    }
    assert.equal(took.pauses, 0);
  });

  it('has a thirty-first of a busy thread, and goes on all the same', async () => {
    const { thread, work, took } = threadOf(1);
    const turns = new Turns(thread);
    for (let i = 0; i < 100; i++) {
      work(5);
      await turns.next();
    }
    const share = took.work / (took.work + took.waits);
    assert.ok(share > 0.03 && share < 0.035, `${share}`);
  });

  it('pauses once where nobody else has much to do', async () => {
    const { thread, work, took } = threadOf(0.05);
    const turns = new Turns(thread);
    for (let i = 0; i < 100; i++) {
      work(5);
      await turns.next();
    }
    assert.equal(took.pauses, 100);
  });

  it('waits on a thread that is busy now and then until it is calm for a while', async () => {
    const { thread, work, took } = threadOf(0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0);
    const turns = new Turns(thread);
    work(5);
    await turns.next();
    assert.equal(took.pauses, 14);
  });

  it('waits no longer for what it waited for itself', async () => {
    const { thread, work, took } = threadOf(1);
    const turns = new Turns(thread);
    work(60_000);
    await turns.next();
    assert.equal(took.waits, 150);
  });

  it('has no more of a busy thread where there is more of it at once', async () => {
    const { thread, work, took } = threadOf(1);
    const one = async () => {
      const turns = new Turns(thread);
      for (let i = 0; i < 50; i++) {
        work(5);
        await turns.next();
      }
    };
    await Promise.all([one(), one(), one()]);
    const share = took.work / (took.work + took.waits);
    assert.ok(share < 0.036, `${share}`);
  });

  it('lets others go on on a real thread', async () => {
    const turns = new Turns();
    let others = 0;
    const counting = setInterval(() => others++, 0);
    for (let i = 0; i < 5; i++) {
      for (const until = performance.now() + 5; performance.now() < until; );
      await turns.next();
    }
    clearInterval(counting);
    assert.ok(others >= 5, `${others}`);
  });
});
