import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Budget } from './budget.ts';
import { type Message, TEXT_UNITS_MAX, WAIT_MAX_MS, WAITING_BYTES_MAX, WAITING_MAX, Waiting } from './waiting.ts';

const message = (id: string, text = 'words', arrived_ms = 0): Message => ({
  told: { id, type: 'message.sent', at: 0, data: { actor: 'a', other: 'b', message: id } },
  other: 'b',
  text,
  language: undefined,
  arrived_ms,
});
const ids = (messages: readonly Message[]) => messages.map(({ told }) => told.id);

describe('texts that wait', () => {
  it('are taken oldest first, and the oldest are dropped where there is no room', () => {
    const waiting = new Waiting();
    for (let i = 0; i < WAITING_MAX; i++) assert.equal(waiting.add(message(`${i}`)), 0);
    assert.equal(waiting.add(message('one more')), 1);
    assert.deepEqual(ids(waiting.take(2)), ['1', '2']);
    assert.equal(waiting.size, WAITING_MAX - 2);
  });

  it('never come to more bytes than they may, and their bytes are counted as they go', () => {
    const waiting = new Waiting();
    const long = 'x'.repeat(TEXT_UNITS_MAX);
    const most = Math.floor(WAITING_BYTES_MAX / (2 * TEXT_UNITS_MAX));
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < most && i < WAITING_MAX; i++) assert.equal(waiting.add(message(`${i}`, long)), 0);
      waiting.clear();
    }
    const large = new Waiting();
    const half = 'x'.repeat(WAITING_BYTES_MAX / 4);
    assert.deepEqual(
      [large.add(message('1', half)), large.add(message('2', half)), large.add(message('3', half))],
      [0, 0, 1],
    );
  });

  it('are dropped when they have waited too long', () => {
    const waiting = new Waiting();
    waiting.add(message('old', 'words', 0));
    waiting.add(message('new', 'words', 10));
    assert.equal(waiting.expire(WAIT_MAX_MS), 0);
    assert.equal(waiting.expire(WAIT_MAX_MS + 1), 1);
    assert.deepEqual(ids(waiting.take(9)), ['new']);
    waiting.add(message('last', 'words', 10));
    assert.equal(waiting.expire(WAIT_MAX_MS * 2), 1);
    assert.equal(waiting.size, 0);
  });
});

describe('the budget', () => {
  it('gives what one minute may have at once, then evenly, and never more', () => {
    const plan = fc.array(fc.record({ wait: fc.nat(90_000), wants: fc.nat(80) }), { maxLength: 100 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), plan, (perMinute, steps) => {
        const budget = new Budget(perMinute, 0);
        let [now, spent] = [0, 0];
        for (const { wait, wants } of steps) {
          now += wait;
          const takes = Math.min(wants, budget.left(now));
          budget.spend(takes);
          spent += takes;
          assert.ok(spent <= perMinute * (1 + now / 60_000) + 1e-6);
          now += budget.next_ms();
          assert.ok(budget.left(now) >= 1);
        }
      }),
    );
  });

  it('takes nothing away where the clock is set back', () => {
    const budget = new Budget(60, 60_000);
    budget.spend(60);
    assert.equal(budget.left(0), 0);
    assert.equal(budget.left(1_000), 1);
  });
});
