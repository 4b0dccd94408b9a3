import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grammarsOf, grammarsUttered } from './grammar/grammar.ts';
import { createTown, type Split, splits, typesIn, utterances } from './index.ts';
import { evasionFamilies } from './noise/evasions.ts';
import { ranges } from './offenders/parameters.ts';

const NOW = Date.UTC(2026, 10, 2);
const world = (split: Split) =>
  createTown({ seed: 'split', accounts: 2000, days: 0, split, offenders: 0.05, now: NOW }).truth.offenders;

describe('what is held out', () => {
  it('shares no grammar, and so no language but English, and no evasion family with training', () => {
    const [training, heldOut] = [grammarsOf('training'), grammarsOf('heldOut')];
    for (const grammar of heldOut) assert.ok(!training.includes(grammar), grammar.name);
    assert.ok(heldOut.some(({ language }) => training.every((g) => g.language !== language)));
    const families = new Set(evasionFamilies('training'));
    assert.ok(families.size > 2);
    assert.ok(evasionFamilies('heldOut').length > 0);
    for (const family of evasionFamilies('heldOut')) assert.ok(!families.has(family), family);
  });

  it('and what is tuned on share no grammar either, and the rest of tuning worlds is as in training', () => {
    const [training, tuning, heldOut] = splits.map((split) => grammarsUttered(split));
    for (const grammar of tuning) assert.ok(!training.includes(grammar) && !heldOut.includes(grammar), grammar.name);
    assert.deepEqual(typesIn('tuning'), typesIn('training'));
    assert.deepEqual(evasionFamilies('tuning'), evasionFamilies('training'));
  });

  it('has offender types that training lacks, and all that training has', () => {
    const [training, heldOut] = [typesIn('training'), typesIn('heldOut')];
    assert.ok(training.every((type) => heldOut.includes(type)));
    assert.ok(heldOut.length >= training.length + 2);
    const seen = new Set(world('training').map((o) => o.type));
    assert.deepEqual([...seen].sort(), [...training].sort());
    assert.deepEqual([...new Set(world('heldOut').map((o) => o.type))].sort(), [...heldOut].sort());
  });

  it('has parameters from ranges that nowhere overlap with those of training', () => {
    for (const [name, { training, heldOut }] of Object.entries(ranges)) {
      for (const [from, to] of training) {
        for (const [other, end] of heldOut)
          assert.ok(to <= other || end <= from, `${name}: ${from}-${to}, ${other}-${end}`);
      }
    }
  });

  it('puts next to no line in the same words', () => {
    const lines = (split: Split) => [...utterances({ split, seed: 'lines', count: 20_000 })].map(({ text }) => text);
    const known = new Set([...lines('training'), ...lines('tuning')]);
    const held = lines('heldOut').filter((text) => text.split(' ').length > 2);
    const shared = held.filter((text) => known.has(text));
    assert.ok(shared.length < 0.005 * held.length, `${shared.length} of ${held.length}: ${shared.slice(0, 5)}`);
  });
});
