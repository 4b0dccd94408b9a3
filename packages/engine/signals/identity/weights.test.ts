import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SHARERS_COUNTED } from '../../knowledge/index.ts';
import { agreed, agreedInShared, agreedInTime, disagreed } from './weights.ts';

const likelihood = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
/** Fields that say something: they agree more often where both are one person's. */
const telling = fc.tuple(likelihood, likelihood).map(([a, b]) => ({ m: Math.max(a, b), u: Math.min(a, b) }));

describe('what an agreement is worth', () => {
  it('is worth nothing on average among different people, and less than nothing in log-odds', () => {
    fc.assert(
      fc.property(telling, (field) => {
        const { u } = field;
        // the likelihood ratio has the mean 1 where nothing is to be found
        const mean = u * Math.exp(agreed(field)) + (1 - u) * Math.exp(disagreed(field));
        assert.ok(Math.abs(mean - 1) < 1e-9);
        assert.ok(u * agreed(field) + (1 - u) * disagreed(field) <= 1e-12);
      }),
    );
  });

  it('falls with every account that has the value, never below nothing', () => {
    fc.assert(
      fc.property(telling, fc.integer({ min: 1, max: SHARERS_COUNTED - 1 }), (field, accounts) => {
        const one = agreedInShared(field, accounts);
        assert.ok(one >= 0);
        assert.ok(agreedInShared(field, accounts + 1) <= one);
      }),
    );
  });

  it('of two times falls with the days between them, and holds in all what it would hold without them', () => {
    const STEPS = 20_000;
    fc.assert(
      fc.property(telling, fc.integer({ min: 1, max: 365 }), (field, within) => {
        const days = Array.from({ length: STEPS }, (_, i) => ((i + 0.5) / STEPS) * within);
        const points = days.map((day) => agreedInTime(field, day, within));
        assert.ok(points.every((here, i) => here <= (points[i - 1] ?? here)));
        // among different people the likelihood ratio of agreeing has the mean m, whenever they do
        const mean = (field.u * points.reduce((sum, here) => sum + Math.exp(here), 0)) / STEPS;
        assert.ok(Math.abs(mean / field.m - 1) < 0.01);
        assert.equal(agreedInTime(field, within + 1e-6, within), disagreed(field));
      }),
      { numRuns: 30 },
    );
  });

  it('of a value that one account has is the plain weight, of a school or a library nothing', () => {
    const device = { m: 0.6, u: 0.0002 };
    assert.equal(agreedInShared(device, 1), agreed(device));
    assert.equal(agreedInShared({ m: 0.1, u: 0.0005 }, 900), 0);
    assert.equal(agreedInShared(device, SHARERS_COUNTED), 0);
  });
});
