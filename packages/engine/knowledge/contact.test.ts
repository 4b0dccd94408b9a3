import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { blankContact, type Contact, isConnected, nextStep, wasAccepted } from './contact.ts';

const steps = fc.record({ acceptStep: fc.nat(6), removeStep: fc.nat(6) });

/** Two sides that accept and remove in turn, each writing its own row only. */
const story = fc.array(fc.record({ first: fc.boolean(), accepts: fc.boolean() }), { maxLength: 30 });

function play(acts: readonly { first: boolean; accepts: boolean }[]): [Contact, Contact] {
  const a = blankContact('a', 'b');
  const b = blankContact('b', 'a');
  for (const { first, accepts } of acts) {
    const [own, other] = first ? [a, b] : [b, a];
    if (accepts && !isConnected(own, other)) own.acceptStep = nextStep(own, other);
    if (!accepts) own.removeStep = nextStep(own, other);
  }
  return [a, b];
}

describe('whether two accounts are connected', () => {
  it('is the same from both sides', () => {
    fc.assert(
      fc.property(steps, steps, (a, b) => assert.equal(isConnected(a, b), isConnected(b, a))),
      { seed: 1 },
    );
  });

  it('is what the last of the two did', () => {
    fc.assert(
      fc.property(story, (acts) => {
        const [a, b] = play(acts);
        assert.equal(isConnected(a, b), acts.at(-1)?.accepts ?? false);
      }),
      { seed: 2 },
    );
  });

  it('is no where both acted at once and neither knows of the other: doubt protects', () => {
    fc.assert(
      fc.property(story, (acts) => {
        const [a, b] = play(acts);
        const next = nextStep(a, b);
        assert.equal(isConnected({ ...a, acceptStep: next }, { ...b, removeStep: next }), false);
        assert.equal(isConnected({ ...a, removeStep: next }, { ...b, acceptStep: next }), false);
      }),
      { seed: 3 },
    );
  });

  it('is listed for whoever accepted, for good', () => {
    fc.assert(
      fc.property(story, (acts) => {
        const [a, b] = play(acts);
        if (isConnected(a, b)) assert.ok(wasAccepted(a) || wasAccepted(b));
      }),
      { seed: 4 },
    );
  });
});
