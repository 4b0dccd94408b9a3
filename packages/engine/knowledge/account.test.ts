import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageBand, directMessages, type Settings } from '@kith/contract';
import fc from 'fast-check';
import {
  blankAccount,
  isAdultWhenContacting,
  isChildWhenContacted,
  isKnownChild,
  partSettings,
  settingNames,
  settingOf,
} from './account.ts';

const settings: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    seeSuggestions: fc.boolean(),
    beSuggested: fc.boolean(),
    appearInLists: fc.boolean(),
    showOwnList: fc.boolean(),
    directMessages: fc.constantFrom(...directMessages.options),
    showLocation: fc.boolean(),
  },
  { requiredKeys: [] },
);
const account = fc
  .record({ ageBand: fc.constantFrom(...ageBand.options), settings })
  .map((facts) => ({ ...blankAccount('a'), ...facts }));

const ORDER: readonly (boolean | string)[] = [false, true, ...directMessages.options];
const opener = (a: boolean | string, b: boolean | string): boolean => ORDER.indexOf(a) > ORDER.indexOf(b);

describe('age in doubt', () => {
  it('makes a child when contacted, an adult when contacting, and neither for certain', () => {
    const unknown = blankAccount('a');
    assert.deepEqual(
      [isChildWhenContacted(unknown), isAdultWhenContacting(unknown), isKnownChild(unknown)],
      [true, true, false],
    );
  });

  it('leaves every known band on one side', () => {
    for (const band of ageBand.exclude(['unknown']).options) {
      const known = { ...blankAccount('a'), ageBand: band };
      assert.equal(isChildWhenContacted(known), band !== 'adult');
      assert.equal(isAdultWhenContacting(known), band === 'adult');
      assert.equal(isKnownChild(known), isChildWhenContacted(known));
    }
  });
});

describe('safety settings', () => {
  it('begin with every protection on for a child and for who may be one, and off for an adult', () => {
    for (const band of ageBand.options) {
      const a = { ...blankAccount('a'), ageBand: band };
      for (const name of settingNames) {
        const open = name === 'directMessages' ? settingOf(a, name) === 'everyone' : settingOf(a, name) === true;
        assert.equal(open, band === 'adult', `${name} of ${band}`);
      }
    }
  });

  it('are parted into what protects less than now and the rest, and nothing is lost', () => {
    fc.assert(
      fc.property(account, settings, (a, wanted) => {
        const { weaker, rest } = partSettings(a, wanted);
        assert.deepEqual({ ...weaker, ...rest }, { ...wanted });
        for (const name of settingNames) {
          const value = wanted[name];
          if (value === undefined) continue;
          assert.equal(name in weaker, opener(value, settingOf(a, name)));
          assert.equal(name in rest, !(name in weaker));
        }
      }),
      { seed: 5 },
    );
  });
});
