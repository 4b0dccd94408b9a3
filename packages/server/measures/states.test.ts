/** Laws of how a measure stands, for any answers and any evidence. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { harmLevel, type MeasureState } from '@kith/contract';
import fc from 'fast-check';
import { applicability, CSEA_RISKS } from './applies.ts';
import { readQuestions, shippedCodes } from './registry.ts';
import { isGap, stateOf, type WayStands } from './states.ts';

const RUNS = { seed: 20_261_126, numRuns: 2000 };

const way: fc.Arbitrary<WayStands> = fc.oneof(
  fc.record({ way: fc.constant('counted' as const), any: fc.boolean(), mayBeNone: fc.boolean() }),
  fc.record({ way: fc.constant('configured' as const), shows: fc.constantFrom('shown', 'partly', 'not') }),
  fc.constant<WayStands>({ way: 'tested' }),
  fc.record({ way: fc.constant('attested' as const), holds: fc.boolean() }),
);
const ways = fc.array(way, { minLength: 1, maxLength: 6 });

/** The further, the more is shown. */
const FAR: Readonly<Record<MeasureState, number>> = {
  ...{ not: 0, partly: 1, attested: 2, shown: 3 },
  ...{ open: -1, not_applicable: -1 },
};

/** The same way with more to show; itself where it has all. */
function better(stands: WayStands): WayStands {
  switch (stands.way) {
    case 'counted':
      return { ...stands, any: true };
    case 'configured':
      return { ...stands, shows: stands.shows === 'not' ? 'partly' : 'shown' };
    case 'attested':
      return { ...stands, holds: true };
    case 'tested':
      return stands;
    default:
      return stands satisfies never;
  }
}

describe('the state of a measure', () => {
  it('is open while a question that it hangs on is not answered, whatever is shown, and never taken for not applicable', () => {
    const questions = readQuestions();
    const conditions = shippedCodes().flatMap((code) => code.measures.map(({ applies }) => applies));
    const answers = fc.record({
      facts: fc.dictionary(fc.constantFrom(...questions.facts.map(({ fact }) => fact)), fc.boolean()),
      risks: fc.dictionary(fc.constantFrom(...CSEA_RISKS), fc.constantFrom(...harmLevel.options)),
      otherKinds: fc.option(fc.nat({ max: 5 })),
    });
    fc.assert(
      fc.property(fc.constantFrom(...conditions), answers, ways, (condition, given, all) => {
        const { applies, because } = applicability(condition, given);
        const { state } = stateOf(applies, all);
        assert.equal(state === 'open', applies === 'open');
        assert.equal(state === 'not_applicable', applies === 'no');
        if (because.length > 0 && because.every(({ holds }) => holds === 'open'))
          assert.notEqual(state, 'not_applicable');
      }),
      RUNS,
    );
  });

  it('never gets worse by more evidence', () => {
    fc.assert(
      fc.property(ways, fc.nat(), (all, at) => {
        const i = at % all.length;
        const before = stateOf('yes', all).state;
        const after = stateOf(
          'yes',
          all.map((one, j) => (i === j ? better(one) : one)),
        ).state;
        assert.ok(FAR[after] >= FAR[before], `${before} became ${after}`);
      }),
      RUNS,
    );
  });

  it('does not hang on the order of its ways', () => {
    fc.assert(
      fc.property(ways, (all) => assert.deepEqual(stateOf('yes', all), stateOf('yes', all.toReversed()))),
      RUNS,
    );
  });

  it('is shown by data or attested exactly where there is no gap and something of this service', () => {
    fc.assert(
      fc.property(ways, (all) => {
        const { state } = stateOf('yes', all);
        if (state === 'shown' || state === 'attested') assert.ok(!all.some(isGap));
        if (all.some(isGap)) assert.ok(state === 'partly' || state === 'not');
        if (state === 'shown') assert.ok(!all.some((one) => one.way === 'attested'));
      }),
      RUNS,
    );
  });

  it("is never shown by Kith's own tests alone: they say nothing of the service", () => {
    assert.deepEqual(stateOf('yes', [{ way: 'tested' }]), { state: 'partly', why: 'tests_alone' });
    const none: WayStands = { way: 'counted', any: false, mayBeNone: true };
    assert.deepEqual(stateOf('yes', [none, { way: 'tested' }]), { state: 'partly', why: 'tests_alone' });
    assert.deepEqual(stateOf('yes', [{ way: 'attested', holds: false }, { way: 'tested' }]), {
      ...{ state: 'not', why: 'nothing' },
    });
  });

  it('takes none of what others bring about for no gap, and none of what every service has for one', () => {
    const check: WayStands = { way: 'configured', shows: 'shown' };
    assert.equal(stateOf('yes', [check, { way: 'counted', any: false, mayBeNone: true }]).state, 'shown');
    assert.equal(stateOf('yes', [check, { way: 'counted', any: false, mayBeNone: false }]).state, 'partly');
  });
});
