import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { believed, dueBy, LEAP_MS, look, STEADY_MS, type SureTime, TOLERANCE_MS } from './sure-time.ts';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const NOON = Date.parse('2026-05-12T12:00:00Z');

/** Looks every half an hour for so long. */
function run(from: SureTime, now_ms: number, ms: number): { sure: SureTime; now_ms: number } {
  let sure = from;
  let now = now_ms;
  for (let ran = 0; ran < ms; ran += HALF_HOUR_MS) {
    now += HALF_HOUR_MS;
    sure = look(sure, now, HALF_HOUR_MS);
  }
  return { sure, now_ms: now };
}

describe('the time that has surely passed', () => {
  it('is what the clock says while that goes on as it ran, through restarts and small corrections', () => {
    const step = fc.record({
      ran: fc.integer({ min: 0, max: HALF_HOUR_MS }),
      off: fc.integer({ min: -60_000, max: 60_000 }),
      restart: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        let sure = believed(NOON);
        let true_ms = NOON;
        for (const { ran, off, restart } of steps) {
          true_ms += ran;
          sure = look(sure, true_ms + off, restart ? null : ran);
          assert.equal(sure.doubted_ms, null);
          assert.ok(dueBy(sure, true_ms + off) === true_ms + off);
        }
      }),
    );
  });

  it('never gains more than it ran and a tolerance a look, whatever the clock says, unless that went steadily for days', () => {
    const clock = fc.oneof(
      fc.integer({ min: -10 * YEAR_MS, max: 10 * YEAR_MS }),
      fc.integer({ min: -2 * TOLERANCE_MS, max: 2 * TOLERANCE_MS }),
    );
    const step = fc.record({ ran: fc.option(fc.integer({ min: 0, max: DAY_MS })), clock });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let sure = believed(NOON);
        let now = NOON;
        for (const { ran, clock: jump } of steps) {
          const before = sure;
          now += (ran ?? 0) + jump;
          sure = look(before, now, ran);
          const gained = sure.sure_ms - before.sure_ms;
          assert.ok(gained >= 0);
          if (gained <= (ran ?? 0) + TOLERANCE_MS) continue;
          assert.ok((before.doubted_ms ?? 0) + (ran ?? 0) >= STEADY_MS && gained <= LEAP_MS + (ran ?? 0));
        }
      }),
    );
  });

  it('makes nothing due by a clock that is years ahead, for as long as nobody says that it is right', () => {
    const start = look(believed(NOON), NOON + 3 * YEAR_MS, null);
    assert.deepEqual([start.sure_ms, start.doubted_ms], [NOON, 0]);
    const { sure, now_ms } = run(start, NOON + 3 * YEAR_MS, 40 * DAY_MS);
    assert.equal(dueBy(sure, now_ms), NOON + 40 * DAY_MS);
    assert.equal(dueBy(look(believed(now_ms), now_ms, 0), now_ms), now_ms);
  });

  it('believes it again when it is put right, at once', () => {
    const ahead = run(look(believed(NOON), NOON + YEAR_MS, 0), NOON + YEAR_MS, DAY_MS);
    const right = look(ahead.sure, NOON + DAY_MS, 0);
    assert.deepEqual(right, believed(NOON + DAY_MS));
  });

  it('believes a clock after a fortnight of standing still, when it has gone on for three days', () => {
    const woken = look(believed(NOON), NOON + 14 * DAY_MS, null);
    const soon = run(woken, NOON + 14 * DAY_MS, STEADY_MS - HALF_HOUR_MS);
    assert.equal(dueBy(soon.sure, soon.now_ms), NOON + STEADY_MS - HALF_HOUR_MS);
    const then = run(soon.sure, soon.now_ms, HALF_HOUR_MS);
    assert.deepEqual(then.sure, believed(NOON + 14 * DAY_MS + STEADY_MS));
  });

  it('begins to wait anew where a clock that is ahead jumps again', () => {
    const ahead = run(look(believed(NOON), NOON + 9 * DAY_MS, 0), NOON + 9 * DAY_MS, 2 * DAY_MS);
    const again = look(ahead.sure, ahead.now_ms + 2 * TOLERANCE_MS, HALF_HOUR_MS / 2);
    assert.equal(again.doubted_ms, 0);
  });
});
