import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judge, RETRY_FIRST_MS, RETRY_MAX_MS, TRY_FOR_MS } from './schedule.ts';

const NOW = 1_000_000;
const failed = (attempts: number, random: number, retryAfter_ms = 0) =>
  judge({ attempts, give_up_at: NOW + TRY_FOR_MS }, { status: 503, retryAfter_ms }, NOW, random);

test('every 2xx is delivered, and nothing else is', () => {
  for (let status = 200; status < 600; status++) {
    const { outcome } = judge({ attempts: 1, give_up_at: 9e12 }, { status, retryAfter_ms: 0 }, NOW, 0);
    assert.equal(outcome, status < 300 ? 'delivered' : status === 410 ? 'dead' : 'retry', String(status));
  }
});

test('the wait is anything from nothing to its ceiling, which doubles up to an hour', () => {
  assert.deepEqual(failed(1, 0), { outcome: 'retry', error: 'HTTP_503', next_at: NOW });
  for (const [attempts, ceiling] of [
    [1, RETRY_FIRST_MS],
    [2, 2 * RETRY_FIRST_MS],
    [5, 16 * RETRY_FIRST_MS],
    [11, RETRY_MAX_MS],
    [5_000, RETRY_MAX_MS],
  ] as const) {
    assert.deepEqual(failed(attempts, 1), { outcome: 'retry', error: 'HTTP_503', next_at: NOW + ceiling });
  }
});

test('what the endpoint asks for in Retry-After is waited for, up to an hour', () => {
  assert.deepEqual(failed(1, 0, 60_000), { outcome: 'retry', error: 'HTTP_503', next_at: NOW + 60_000 });
  assert.deepEqual(failed(1, 0, 9e9), { outcome: 'retry', error: 'HTTP_503', next_at: NOW + RETRY_MAX_MS });
});

test('no try is ever planned for the past, beyond an hour, or beyond the day', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: NOW, max: NOW + TRY_FOR_MS }),
      (attempts, random, give_up_at) => {
        const verdict = judge({ attempts, give_up_at }, { error: 'TIMEOUT' }, NOW, random);
        assert.notEqual(verdict.outcome, 'delivered');
        if (verdict.outcome !== 'retry') return;
        assert.ok(verdict.next_at >= NOW && verdict.next_at <= NOW + RETRY_MAX_MS && verdict.next_at <= give_up_at);
      },
    ),
  );
});
