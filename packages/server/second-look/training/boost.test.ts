import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Features, featureNames, secondLookPoints } from '@kith/engine';
import { readSecondLook, trainSecondLook } from '../index.ts';

/** Numbers from 0 to 1 that look like chance and are the same each time. */
const chance = (i: number, k: number): number => (Math.sin(i * 12.9898 + k * 78.233) * 43758.5453) % 1;
const positive = (n: number): number => n - Math.floor(n);

/** Harmful is who has much of one thing and little of another: no sum of the two tells them apart. */
const rows = Array.from({ length: 3000 }, (_, i) => {
  const features: Features = Float32Array.from(featureNames, (_n, f) => positive(chance(i, f)));
  const [secrecy = 0, cold = 0] = [features[featureNames.indexOf('SECRECY')], features[featureNames.indexOf('cold')]];
  return { features, score: 3 + positive(chance(i, 99)), harmful: secrecy > 0.5 && cold < 0.4 };
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
