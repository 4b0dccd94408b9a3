import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LinkField, returningPolicy } from '@kith/contract';
import { estimate, type FieldSeen, type Pair } from './estimate.ts';

const SEED = 20260615;
const PAIRS = 20_000;

/** Mulberry32 (public domain, T. Ettinger). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TRUE: Partial<Record<LinkField, { m: number; u: number }>> = {
  ageBand: { m: 0.9, u: 0.35 },
  country: { m: 0.97, u: 0.8 },
  region: { m: 0.8, u: 0.2 },
  language: { m: 0.95, u: 0.7 },
  opener: { m: 0.35, u: 0.02 },
  strangers: { m: 0.85, u: 0.1 },
  soon: { m: 0.7, u: 0.1 },
};
const SHARE = 0.2;

function pairs(labelled: number): Pair[] {
  const next = chance(SEED);
  return Array.from({ length: PAIRS }, () => {
    const same = next() < SHARE;
    const fields = Object.entries(TRUE).map(
      ([field, { m, u }]): FieldSeen => ({ field: field as LinkField, agrees: next() < (same ? m : u) }),
    );
    return { fields, offset: 0, same: next() < labelled ? same : null };
  });
}

const shipped = returningPolicy.parse({}).fields;
const furthest = (fields: ReturnType<typeof estimate>['fields']): number =>
  Math.max(
    ...Object.entries(TRUE).flatMap(([field, { m, u }]) => {
      const found = fields[field as LinkField];
      return [Math.abs(found.m - m), Math.abs(found.u - u)];
    }),
  );

describe('estimating likelihoods', () => {
  it('finds those that pairs were made with, though nobody says which pairs are one person’s', () => {
    const { fields, share, rounds } = estimate(pairs(0), shipped);
    assert.ok(furthest(fields) < 0.04, `${furthest(fields)} off`);
    assert.ok(Math.abs(share - SHARE) < 0.03);
    assert.ok(rounds > 1);
  });

  it('finds them more closely the more people have judged', () => {
    const all = furthest(estimate(pairs(1), shipped).fields);
    assert.ok(all < 0.015, `${all} off`);
    assert.ok(all <= furthest(estimate(pairs(0), shipped).fields));
  });

  it('leaves what was not seen as it was, and stays near it where there is little', () => {
    const { fields } = estimate([], shipped);
    assert.deepEqual(fields.email, shipped.email);
    const few = estimate(pairs(1).slice(0, 3), shipped).fields;
    assert.ok(Math.abs(few.region.m - shipped.region.m) < 0.25);
  });

  it('gives the same whatever the order', () => {
    const some = pairs(0.1).slice(0, 2000);
    const [one, other] = [estimate(some, shipped), estimate(some.toReversed(), shipped)];
    assert.ok(Math.abs(one.fields.region.m - other.fields.region.m) < 1e-6);
  });
});
