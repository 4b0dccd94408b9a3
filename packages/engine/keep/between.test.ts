import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgeBand, KeepPolicy } from '@kith/contract';
import fc from 'fast-check';
import { person } from '../testing/risk.ts';
import { isKeptBetween } from './between.ts';

const keep = (messages: Partial<KeepPolicy['messages']> = {}): KeepPolicy => ({
  messages: { days: 14, unconnected: true, unequalAges: true, unknownAges: true, smallGroups: false, ...messages },
  cases: { daysAfterClosing: 90 },
  identifiers: { daysAfterDeletion: 365 },
});
const isKept = (a: AgeBand, b: AgeBand, connected: boolean, policy = keep()): boolean =>
  isKeptBetween({ actor: person('a', a), other: person('b', b), connected }, policy);

const bands: readonly AgeBand[] = ['under13', '13to15', '16to17', 'adult', 'unknown'];
const anyBand = fc.constantFrom(...bands);
const anyPolicy = fc
  .record({
    days: fc.nat(30),
    unconnected: fc.boolean(),
    unequalAges: fc.boolean(),
    unknownAges: fc.boolean(),
    smallGroups: fc.boolean(),
  })
  .map(keep);

describe('a message is kept', () => {
  it('between a child and an adult, connected or not', () => {
    for (const connected of [true, false]) assert.ok(isKept('adult', '13to15', connected));
  });

  it('between two children only while they are not connected', () => {
    assert.ok(isKept('16to17', 'under13', false));
    assert.ok(!isKept('16to17', 'under13', true));
  });

  it('never between two adults', () => {
    for (const connected of [true, false]) assert.ok(!isKept('adult', 'adult', connected));
  });

  it('where an age is not known, since doubt protects; unless the policy has none of that', () => {
    const sure = keep({ unknownAges: false });
    for (const band of bands) assert.ok(isKept('unknown', band, true));
    assert.ok(!isKept('unknown', 'adult', true, sure));
    assert.ok(!isKept('unknown', '13to15', true, sure));
    assert.ok(isKept('unknown', '13to15', false, sure));
  });

  it('on both sides of a conversation alike', () => {
    fc.assert(
      fc.property(anyBand, anyBand, fc.boolean(), anyPolicy, (a, b, connected, policy) => {
        assert.equal(isKept(a, b, connected, policy), isKept(b, a, connected, policy));
      }),
      { seed: 11 },
    );
  });

  it('never without a child who may take part, and never where the policy keeps no day', () => {
    fc.assert(
      fc.property(anyBand, anyBand, fc.boolean(), anyPolicy, (a, b, connected, policy) => {
        if (!isKept(a, b, connected, policy)) return;
        assert.ok(policy.messages.days > 0);
        assert.ok(a !== 'adult' || b !== 'adult');
      }),
      { seed: 12 },
    );
  });
});
