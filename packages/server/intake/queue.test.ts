import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Told } from '@kith/engine';
import fc from 'fast-check';
import { Group, Sequence } from './group.ts';
import { Queue, type QueueOptions } from './queue.ts';
import { MemoryStore } from './testing/memory-store.ts';

const told = (id: string): Told => ({ id, type: 'account.deleted', at: 1_780_000_000_000, data: { actor: id } });

/** A queue whose answers say what became of each line, and a way to send it groups. */
function queueOn(store: MemoryStore, options: QueueOptions = {}) {
  const queue = new Queue(store, { answer: ({ id }, { status }) => `${id} ${status}` }, options);
  return {
    queue,
    /** lines that begin with ! are refused when they are read */
    send(lines: readonly string[], sequence = new Sequence(), bytes = 0): Promise<readonly string[]> | 'full' {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      const read = (line: number): Told | string => (lines[line].startsWith('!') ? 'refused' : told(lines[line]));
      const group = new Group(lines.length, bytes, read, 0, sequence, (error, answers) => {
        queue.release(group);
        if (error === null) resolve(answers);
        else reject(error);
      });
      return queue.add(group) ? promise : 'full';
    },
  };
}

/** Turns of the event loop, as many as the commit's number says. */
const pauses = (turns: readonly number[]) => async (n: number) => {
  for (let i = 0; i < (turns[n % turns.length] ?? 0); i++) await turn();
};

const manyStores = fc.record({
  blockMax: fc.integer({ min: 1, max: 40 }),
  commitsAtOnce: fc.integer({ min: 1, max: 5 }),
  inOrder: fc.boolean(),
  turns: fc.array(fc.nat(5), { minLength: 1, maxLength: 7 }),
});

describe('the queue', () => {
  it('answers every line of every request in its place, within the limits of any store', async () => {
    const requests = fc.array(fc.record({ lines: fc.integer({ min: 1, max: 60 }), after: fc.nat(4) }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(manyStores, requests, async ({ turns, ...limits }, sent) => {
        const store = new MemoryStore({ ...limits, pause: pauses(turns) });
        const { queue, send } = queueOn(store);
        const answered: Promise<void>[] = [];
        for (const [r, { lines, after }] of sent.entries()) {
          const ids = Array.from({ length: lines }, (_, i) => (i % 7 === 3 ? '!' : `${r}-${i}`));
          const answers = send(ids);
          assert.ok(answers !== 'full');
          const expected = ids.map((id) => (id === '!' ? 'refused' : `${id} accepted`));
          answered.push(answers.then((got) => assert.deepEqual(got, expected)));
          for (let i = 0; i < after; i++) await turn();
        }
        await Promise.all(answered);
        await queue.drain();
        assert.equal(queue.queued, 0);
        assert.ok(store.blocks.every((size) => size > 0 && size <= limits.blockMax));
        assert.ok(store.mostUnderWay <= limits.commitsAtOnce);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('keeps the order of each request, whatever comes beside it and in whatever order the store decides', async () => {
    await fc.assert(
      fc.asyncProperty(manyStores, async ({ turns, ...limits }) => {
        const store = new MemoryStore({ ...limits, pause: pauses(turns) });
        const { send } = queueOn(store);
        const requests = [0, 1, 2, 3].map((r) => ({ r, sequence: new Sequence() }));
        // each request comes in pieces, as NDJSON does, and single events come between
        const answered = [0, 1, 2].flatMap((piece) =>
          requests.flatMap(({ r, sequence }) => [
            send(
              Array.from({ length: 9 + r * 11 }, (_, i) => `r${r} ${piece * 100 + i}`),
              sequence,
            ),
            send([`single ${piece} ${r}`]),
          ]),
        );
        await Promise.all(answered);
        for (const { r } of requests) {
          const places = store.decided.filter((id) => id.startsWith(`r${r} `)).map((id) => Number(id.split(' ')[1]));
          assert.equal(places.length, 3 * (9 + r * 11));
          assert.deepEqual(
            places,
            places.toSorted((a, b) => a - b),
          );
        }
      }),
      { seed: 12, numRuns: 150 },
    );
  });

  it('lets single events go ahead of a batch that waits', async () => {
    const store = new MemoryStore({ blockMax: 512, commitsAtOnce: 256, inOrder: true });
    const { send } = queueOn(store);
    const batch = send(Array.from({ length: 1000 }, (_, i) => `batch ${i}`));
    await turn();
    const single = send(['single']);
    await Promise.all([batch, single]);
    // it waited for the slices that were taken before it came, and for no more
    assert.ok(store.decided.indexOf('single') <= 75, `came at ${store.decided.indexOf('single')}`);
  });

  it('answers a request whose last lines are refused, though its slices wait for each other', async () => {
    const store = new MemoryStore({ blockMax: 512, commitsAtOnce: 256, inOrder: true });
    const { send } = queueOn(store, { sliceEvents: 5 });
    const answers = await send(Array.from({ length: 12 }, (_, i) => (i < 10 ? `a${i}` : '!')));
    assert.deepEqual(answers.slice(9), ['a9 accepted', 'refused', 'refused']);
  });

  it('never waits for a slice that has no commit left to come in', async () => {
    const store = new MemoryStore({ blockMax: 512, commitsAtOnce: 2, inOrder: true });
    const { send } = queueOn(store, { sliceEvents: 1 });
    assert.equal((await send(Array.from({ length: 30 }, (_, i) => `a${i}`))).length, 30);
  });

  it('gives a store that takes few commits at once full blocks', async () => {
    const store = new MemoryStore({ blockMax: 100, commitsAtOnce: 1, inOrder: false, pause: pauses([3]) });
    const { send } = queueOn(store);
    await Promise.all(Array.from({ length: 10 }, (_, r) => send(Array.from({ length: 50 }, (_, i) => `${r} ${i}`))));
    assert.deepEqual(store.blocks, [100, 100, 100, 100, 100]);
  });

  it('takes no more than it may hold, says so, and takes more when there is room', async () => {
    const store = new MemoryStore({ blockMax: 10, commitsAtOnce: 1, inOrder: true });
    const { queue, send } = queueOn(store, { queuedEventsMax: 30 });
    const first = send(Array.from({ length: 20 }, (_, i) => `a${i}`));
    assert.equal(send(Array.from({ length: 11 }, (_, i) => `b${i}`)), 'full');
    const second = send(Array.from({ length: 10 }, (_, i) => `c${i}`));
    assert.ok(second !== 'full');
    assert.ok(queue.full);
    await Promise.all([first, second]);
    assert.notEqual(send(['d']), 'full');
    await queue.drain();
    assert.equal(store.decided.length, 31);
  });

  it('takes no more bytes than it may hold, whoever still waits for them', async () => {
    const store = new MemoryStore({ blockMax: 10, commitsAtOnce: 1, inOrder: true });
    const { queue, send } = queueOn(store, { queuedBytesMax: 1000 });
    const first = send(['a'], new Sequence(), 600);
    assert.equal(send(['b'], new Sequence(), 401), 'full');
    assert.ok(!queue.full);
    const second = send(['c'], new Sequence(), 400);
    assert.ok(queue.full);
    await Promise.all([first, second]);
    assert.notEqual(send(['d'], new Sequence(), 1000), 'full');
    await queue.drain();
    assert.deepEqual(store.decided, ['a', 'c', 'd']);
  });

  it('fails the requests of a commit that fails, and no others', async () => {
    const broken = async (n: number) => {
      if (n === 2) throw new Error('the disk is full');
    };
    const store = new MemoryStore({ blockMax: 4, commitsAtOnce: 1, inOrder: true, pause: broken });
    const { queue, send } = queueOn(store);
    const results = await Promise.allSettled([send(['a', 'b', 'c', 'd']), send(['e', 'f', 'g', 'h']), send(['i'])]);
    assert.deepEqual(
      results.map((r) => r.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    await queue.drain();
    assert.equal(queue.queued, 0);
  });
});
