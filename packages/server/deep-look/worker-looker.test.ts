import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LookError } from './looker.ts';
import { WorkerLooker } from './worker-looker.ts';

const alive = () => new AbortController().signal;

async function withLooker(use: (looker: WorkerLooker) => Promise<void>, timeout_ms = 20_000): Promise<void> {
  const looker = new WorkerLooker({
    model: 'bad',
    batchMax: 4,
    timeout_ms,
    file: new URL('./testing/bad-worker.ts', import.meta.url),
    setup: {},
    heapMax_MB: 32,
  });
  await looker.start();
  await use(looker).finally(() => looker.close());
}

const look = (looker: WorkerLooker, text: string) => looker.look([{ id: '0', text }], alive());

describe('a model in a thread', () => {
  it('answers, one look after another', () =>
    withLooker(async (looker) => {
      for (let i = 0; i < 3; i++) assert.deepEqual(await look(looker, 'well'), [{ id: '0', evidence: [] }]);
      assert.equal(looker.restarts, 0);
    }));

  for (const [text, reason] of [
    ['throw', 'ended'],
    ['exit', 'ended'],
    ['fill the heap', 'out_of_memory'],
    ['fill outside the heap', 'out_of_memory'],
  ] as const) {
    it(`that does "${text}" is ${reason}, and the next look starts another`, () =>
      withLooker(async (looker) => {
        await assert.rejects(look(looker, text), { name: 'LookError', reason });
        assert.equal((await look(looker, 'well')).length, 1);
        assert.equal(looker.restarts, 1);
      }));
  }

  it('that hangs is ended when its time is over, and holds up nothing meanwhile', () =>
    withLooker(async (looker) => {
      const hung = look(looker, 'hang');
      // the event loop turns while it hangs
      await new Promise(setImmediate);
      await assert.rejects(hung, { reason: 'timed_out' });
      assert.equal((await look(looker, 'well')).length, 1);
    }, 1_000));

  it('whose model answers with no numbers is not_numbers, and goes on', () =>
    withLooker(async (looker) => {
      await assert.rejects(look(looker, 'no number'), { reason: 'not_numbers' });
      assert.equal((await look(looker, 'well')).length, 1);
      assert.equal(looker.restarts, 0);
    }));

  it('is not believed when it speaks of a text that it was not asked about', () =>
    withLooker(async (looker) => {
      await assert.rejects(look(looker, 'lie'), { reason: 'not_valid' });
    }));

  it('is ended with the look that it is at when Kith stops', () =>
    withLooker(async (looker) => {
      const closing = new AbortController();
      const hung = looker.look([{ id: '0', text: 'hang' }], closing.signal);
      await new Promise(setImmediate);
      closing.abort();
      await assert.rejects(hung, LookError);
    }));

  it('says what is wrong where it can not start', async () => {
    const options = { model: 'none', batchMax: 1, timeout_ms: 1000, setup: {}, heapMax_MB: 32 };
    const looker = new WorkerLooker({ ...options, file: new URL('./testing/none.ts', import.meta.url) });
    await assert.rejects(looker.start(), /none\.ts/);
    await looker.close();
  });
});
