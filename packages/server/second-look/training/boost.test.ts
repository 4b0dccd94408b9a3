import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Features, featureFamilies, featureNames, featureOf, secondLookPoints } from '@kith/engine';
import fc from 'fast-check';
import { readSecondLook, trainSecondLook } from '../index.ts';
import { signs } from './signs.ts';

/** Numbers from 0 to 1 that look like chance and are the same each time. */
const chance = (i: number, k: number): number => (Math.sin(i * 12.9898 + k * 78.233) * 43758.5453) % 1;
const positive = (n: number): number => n - Math.floor(n);

/** Harmful is who has much of one thing and little of another: no sum of the two tells them apart. */
const rows = Array.from({ length: 3000 }, (_, i) => {
  const features: Features = Float32Array.from(featureNames, (_n, f) => positive(chance(i, f)));
  const [secrecy, contacted] = ['SECRECY', 'contacted'].map((name) => featureOf(features, name));
  const harmful = (secrecy ?? 0) > 0.5 && (contacted ?? 0) < 0.4;
  return { features, score: 3 + positive(chance(i, 99)), text: 3, harmful };
});
const train = () => trainSecondLook('test', rows, { on: 'made-up rows of a test' });

describe('trees', () => {
  it('learn what a sum can not say, and the same each time', () => {
    const file = train();
    assert.deepEqual(train(), file);
    const look = readSecondLook(JSON.stringify(file));
    const right = rows.filter(({ features, harmful }) => secondLookPoints(look, features) > 0 === harmful).length;
    assert.ok(right > 0.97 * rows.length, `${right} of ${rows.length}`);
  });

  it('never take from a score for more of what is evidence, even where they were taught so', () => {
    const misled = rows.map((row) => ({ ...row, harmful: featureOf(row.features, 'SECRECY') < 0.5 }));
    const look = readSecondLook(JSON.stringify(trainSecondLook('test', misled, { on: 'made-up rows of a test' })));
    const raised = fc.record({
      row: fc.constantFrom(...rows),
      place: fc.nat(featureNames.length - 1),
      by: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(raised, ({ row, place, by }) => {
        const more = row.features.slice();
        more[place] = (more[place] ?? 0) + by;
        const change = secondLookPoints(look, more) - secondLookPoints(look, row.features);
        assert.ok(change * (signs[place] ?? 0) >= -1e-9, `${featureNames[place]}: ${change}`);
      }),
      { numRuns: 500 },
    );
  });

  it('see in how somebody behaves what they see in words, too: for where nobody can read them', () => {
    const both = rows.map((row, i) => {
      const harmful = i % 2 === 0;
      const features = row.features.map((value, f) => {
        const name = featureNames[f];
        return name === 'SECRECY' || name === 'unanswered' ? Number(harmful) : value;
      });
      return { features, score: 3, text: 1, harmful };
    });
    const look = readSecondLook(JSON.stringify(trainSecondLook('test', both, { on: 'made-up rows of a test' })));
    for (const { features, harmful } of both.slice(0, 200)) {
      const unread = features.map((value, f) => (featureFamilies[f] === 'text' ? 0 : value));
      assert.equal(secondLookPoints(look, unread) > 0, harmful);
    }
  });

  it('are refused where they are not whole, lead nowhere or ask for what is not known', () => {
    const file = train();
    const refused = (changed: object) => assert.throws(() => readSecondLook(JSON.stringify({ ...file, ...changed })));
    refused({ value: file.value.slice(1) });
    refused({ child: file.child.map(() => 0) });
    refused({ roots: [file.feature.length] });
    refused({ features: file.features.map(() => 'shoeSize') });
    refused({ more: 1 });
  });

  it('have typical cases with names of their own', () => {
    const names = train().exemplars.map(({ name }) => name);
    assert.ok(names.length > 3);
    assert.equal(new Set(names).size, names.length);
  });
});
