import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Breaker, FAILURES_MAX, OPEN_MAX_MS, OPEN_MS } from './breaker.ts';

/** One whole try that fails. */
function fail(breaker: Breaker, now: number, grave = false): void {
  const attempt = breaker.begin(now);
  assert.ok(attempt !== null);
  attempt.failed(now, grave);
}

function cutOff(now = 0): Breaker {
  const breaker = new Breaker();
  for (let i = 0; i < FAILURES_MAX; i++) fail(breaker, now);
  return breaker;
}

describe('a breaker', () => {
  it('opens after failures in a row, and not where a success is between them', () => {
    const breaker = new Breaker();
    for (let i = 0; i < 10; i++) {
      for (let f = 1; f < FAILURES_MAX; f++) fail(breaker, 0);
      assert.equal(breaker.begin(0)?.succeeded(), false);
    }
    assert.equal(breaker.circuit, 'closed');
    assert.equal(cutOff(7).circuit, 'open');
    assert.equal(cutOff(7).cutOffSince_ms, 7);
  });

  it('opens at once where a failure is grave', () => {
    const breaker = new Breaker();
    fail(breaker, 0, true);
    assert.equal(breaker.circuit, 'open');
  });

  it('lets nothing through while it is open, then one try, and closes when that succeeds', () => {
    const breaker = cutOff();
    assert.equal(breaker.begin(OPEN_MS - 1), null);
    const attempt = breaker.begin(OPEN_MS);
    assert.equal(breaker.circuit, 'half_open');
    assert.equal(breaker.begin(OPEN_MS), null);
    assert.equal(attempt?.succeeded(), true);
    assert.equal(breaker.circuit, 'closed');
    assert.equal(breaker.cutOffSince_ms, null);
    assert.notEqual(breaker.begin(OPEN_MS), null);
  });

  it('waits twice as long after each try that fails, up to a limit, and begins anew after a success', () => {
    const breaker = cutOff();
    let now = 0;
    for (let open = OPEN_MS; open < OPEN_MAX_MS * 4; open *= 2) {
      const waits = Math.min(open, OPEN_MAX_MS);
      assert.equal(breaker.begin(now + waits - 1), null);
      now += waits;
      fail(breaker, now);
      assert.equal(breaker.cutOffSince_ms, 0);
    }
    now += OPEN_MAX_MS;
    breaker.begin(now)?.succeeded();
    for (let i = 0; i < FAILURES_MAX; i++) fail(breaker, now);
    assert.equal(breaker.begin(now + OPEN_MS - 1), null);
    assert.notEqual(breaker.begin(now + OPEN_MS), null);
  });

  it('does not count how a try ended that was begun before the state changed', () => {
    const breaker = new Breaker();
    const late = [breaker.begin(0), breaker.begin(0)];
    for (let i = 0; i < FAILURES_MAX; i++) fail(breaker, 0);
    assert.equal(late[0]?.succeeded(), false);
    assert.equal(breaker.circuit, 'open');
    breaker.begin(OPEN_MS);
    late[1]?.failed(OPEN_MS, true);
    assert.equal(breaker.circuit, 'half_open');
  });

  it('never has more than one try under way unless it is closed, whatever happens', () => {
    const steps = fc.array(fc.record({ wait: fc.nat(OPEN_MS * 2), ends: fc.nat(3), well: fc.boolean() }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const breaker = new Breaker();
        const underWay: NonNullable<ReturnType<Breaker['begin']>>[] = [];
        let now = 0;
        for (const { wait, ends, well } of all) {
          now += wait;
          const before = breaker.circuit;
          const attempt = breaker.begin(now);
          if (attempt !== null) underWay.push(attempt);
          if (before === 'half_open') assert.equal(attempt, null);
          if (attempt !== null && before === 'open') assert.equal(breaker.circuit, 'half_open');
          for (const ending of underWay.splice(0, ends)) {
            if (well) ending.succeeded();
            else ending.failed(now, false);
          }
          assert.equal(breaker.circuit === 'closed', breaker.cutOffSince_ms === null);
        }
      }),
    );
  });
});
