import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FAILURES_FREE, FAILURES_KEPT_MS, NETWORKS_MAX, SlowDown, WAIT_MAX_MS } from './slow-down.ts';

describe('slowing down where failures come from', () => {
  let now = 0;
  const made = () => new SlowDown(() => now);
  const fail = (slow: SlowDown, address: string, times: number) => {
    for (let i = 0; i < times; i++) slow.failed(address);
  };

  it('costs nothing at first, then ever more, up to a few seconds', () => {
    const slow = made();
    fail(slow, '203.0.113.5', FAILURES_FREE);
    assert.equal(slow.wait_ms('203.0.113.5'), 0);
    const waits = Array.from({ length: 10 }, () => {
      fail(slow, '203.0.113.5', 1);
      return slow.wait_ms('203.0.113.5');
    });
    assert.deepEqual(waits.slice(0, 6), [125, 250, 500, 1000, 2000, 4000]);
    assert.equal(waits.at(-1), WAIT_MAX_MS);
  });

  it('is forgotten a while after the last failure', () => {
    const slow = made();
    fail(slow, '203.0.113.5', 20);
    now += FAILURES_KEPT_MS + 1;
    assert.equal(slow.wait_ms('203.0.113.5'), 0);
    fail(slow, '203.0.113.5', 1);
    assert.equal(slow.wait_ms('203.0.113.5'), 0);
  });

  it('counts an IPv6 network as one, IPv4 behind IPv6 as itself, and nobody with another', () => {
    const slow = made();
    fail(slow, '2001:db8::1', 20);
    assert.equal(slow.wait_ms('2001:db8::ffff'), WAIT_MAX_MS);
    assert.equal(slow.wait_ms('2001:db8:0:1::1'), 0);
    fail(slow, '::ffff:203.0.113.7', 20);
    assert.equal(slow.wait_ms('203.0.113.7'), WAIT_MAX_MS);
    assert.equal(slow.wait_ms('203.0.113.8'), 0);
  });

  it('never makes anybody wait longer than its limit, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.ipV4(), fc.nat(1000)), { maxLength: 200 }), (failures) => {
        const slow = made();
        for (const [address, later] of failures) {
          now += later;
          slow.failed(address);
          assert.ok(slow.wait_ms(address) >= 0 && slow.wait_ms(address) <= WAIT_MAX_MS);
        }
      }),
    );
  });

  it('holds a limited number of networks, and forgets the one that failed longest ago', () => {
    const slow = made();
    fail(slow, '203.0.113.5', 20);
    for (let i = 0; i < NETWORKS_MAX; i++) slow.failed(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    assert.equal(slow.wait_ms('203.0.113.5'), 0);
  });
});
