import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COHORTS_MAX } from '@kith/contract';
import fc from 'fast-check';
import { loadShippedPolicy } from '../policy/index.ts';
import { calibrate } from './calibrate.ts';
import { cohortsOf, nameOf, namesOf } from './cohorts.ts';
import { compare } from './compare.ts';
import { type Scored, stabilityOf, standFor, thresholdFor } from './distribution.ts';
import { drawing } from './drawing.ts';
import { driftBetween } from './drift.ts';
import { draw } from './sample.ts';

const row = (i: number, changed: Partial<Scored> = {}): Scored => ({
  account: `a${i}`,
  day: 20_000,
  age_band: 'adult',
  language: 'en',
  country: '',
  score: (i % 1000) / 100,
  share: 1,
  ...changed,
});
const many = (count: number, changed: (i: number) => Partial<Scored> = () => ({})): Scored[] =>
  Array.from({ length: count }, (_, i) => row(i, changed(i)));

describe('scores of days', () => {
  it('give a threshold that no more than the allowed reach or pass', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ score: fc.float({ min: 0, max: 12, noNaN: true }), share: fc.constantFrom(1, 1 / 16) }), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.nat(80),
        (some, allowed) => {
          const rows = some.map((one, i) => row(i, one));
          const threshold = thresholdFor(rows, allowed);
          const passing = rows.filter(({ score }) => threshold === null || score > threshold);
          assert.ok(standFor(passing) <= allowed);
        },
      ),
    );
  });

  it('are of a cohort with enough accounts, else of a wider one', () => {
    const rows = [
      ...many(1200, () => ({ country: 'GB' })),
      ...many(300, (i) => ({ account: `i${i}`, country: 'IE' })),
      ...many(300, (i) => ({ account: `c${i}`, language: 'cy', country: 'GB' })),
      ...many(200, (i) => ({ account: `n${i}`, language: '', country: 'GB' })),
      ...many(80, (i) => ({ account: `k${i}`, age_band: '13to15', share: 1 / 16 })),
      ...many(10, (i) => ({ account: `u${i}`, age_band: 'unknown' })),
    ];
    const found = cohortsOf(rows);
    assert.deepEqual(
      found.map((cohort) => [nameOf(cohort), cohort.rows.length]),
      [
        ['adult en GB', 1200],
        ['13to15 en', 80],
        ['adult en', 1500],
        ['13to15', 80],
        ['adult', 2000],
      ],
    );
    const enough = new Set(found.map(nameOf));
    const of = (row: Scored) => namesOf(row).find((name) => enough.has(name));
    assert.deepEqual(
      [row(1, { country: 'GB' }), row(1, { country: 'IE' }), row(1, { language: 'cy', country: 'GB' })].map(of),
      ['adult en GB', 'adult en', 'adult'],
    );
    assert.deepEqual([row(1, { language: '' }), row(1, { age_band: 'unknown' })].map(of), ['adult', undefined]);
  });

  it('are of no more cohorts than a policy may have: the wide ones, and the largest of the narrow', () => {
    const land = (n: number): string => String.fromCharCode(65 + (n % 26), 65 + Math.floor(n / 26));
    const rows = Array.from({ length: 130 }, (_, n) =>
      many(2 + (n % 7), (i) => ({ account: `${n}-${i}`, country: land(n) })),
    );
    const found = cohortsOf(rows.flat(), 2);
    assert.equal(found.length, COHORTS_MAX);
    assert.deepEqual(found.slice(-2).map(nameOf), ['adult en', 'adult']);
    const narrow = found.slice(0, -2).map((cohort) => cohort.rows.length);
    assert.ok(Math.min(...narrow) >= 3 && narrow.filter((size) => size === 8).length === 18);
  });
});

describe('calibrating', () => {
  const policy = loadShippedPolicy();
  it('keeps to the budget, leaves the harmful out, and gives each cohort its part', () => {
    const rows = [
      ...many(10_000, (i) => ({ score: i / 1000 })),
      ...many(10_000, (i) => ({ account: `k${i}`, age_band: '13to15', score: 5 + i / 1000 })),
      row(0, { account: 'bad', score: 99 }),
    ];
    const found = calibrate(rows, { policy, alertsPerDay: 20, harmful: new Set(['bad']) });
    assert.ok(found !== null);
    const adults = found.cohorts.find(({ ageBand, language }) => ageBand === 'adult' && language === null);
    const teens = found.cohorts.find(({ ageBand, language }) => ageBand === '13to15' && language === null);
    assert.ok(adults && teens);
    assert.ok(adults.alertsPerDay <= 10 && teens.alertsPerDay <= 10 && teens.alertsPerDay > 0);
    assert.ok(teens.thresholds.medium > 14.9 && teens.thresholds.medium < 15);
    assert.ok(teens.thresholds.low < teens.thresholds.medium && teens.thresholds.medium < teens.thresholds.high);
    assert.ok(adults.thresholds.low > 0);
  });

  it('gives a country thresholds of its own where its scores are spread otherwise', () => {
    const rows = [
      ...many(3000, (i) => ({ country: 'GB', score: i / 1000 })),
      ...many(3000, (i) => ({ account: `i${i}`, country: 'IE', score: 4 + i / 1000 })),
    ];
    const found = calibrate(rows, { policy, alertsPerDay: 6, harmful: new Set() });
    const medium = (land: string | null): number =>
      found?.cohorts.find(({ language, country }) => language === 'en' && country === land)?.thresholds.medium ?? 0;
    assert.ok(medium('GB') > 2.9 && medium('GB') < 3.1, String(medium('GB')));
    assert.ok(medium('IE') > 6.9 && medium('IE') < 7.1, String(medium('IE')));
    assert.ok(medium(null) > medium('GB'));
  });

  it('refuses where there is too little to see', () => {
    assert.equal(calibrate(many(100), { policy, alertsPerDay: 1, harmful: new Set() }), null);
  });
});

describe('drift', () => {
  it('is nothing where scores are spread alike, and large where they moved; of cohorts with enough accounts', () => {
    const before = many(4000);
    assert.ok(stabilityOf(before, before) < 1e-9);
    const moved = many(4000, (i) => ({ score: (i % 1000) / 100 + 2 }));
    assert.ok(stabilityOf(before, moved) > 0.25);
    assert.deepEqual(
      driftBetween(before, [...moved, ...many(20, (i) => ({ account: `k${i}`, age_band: '13to15' }))]).map(
        ({ cohort }) => cohort,
      ),
      ['adult en', 'adult'],
    );
    assert.deepEqual(driftBetween([], moved), []);
  });

  it('is told of a country by itself', () => {
    const of = (by: number) => [
      ...many(1000, () => ({ country: 'GB' })),
      ...many(1000, (i) => ({ account: `i${i}`, country: 'IE', score: (i % 1000) / 100 + by })),
    ];
    const [most, ...others] = driftBetween(of(0), of(3));
    assert.equal(most?.cohort, 'adult en IE');
    assert.ok(most.stability > 0.25);
    assert.ok((others.find(({ cohort }) => cohort === 'adult en GB')?.stability ?? 1) < 1e-9);
  });
});

describe('comparing at an equal number of alerts', () => {
  it('says whom each would have shown, and what was ruled of them', () => {
    const live = [row(1, { score: 9 }), row(2, { score: 8 }), row(3, { score: 1 })];
    const shadow = [row(1, { score: 4 }), row(2, { score: 1 }), row(3, { score: 3 }), row(4, { day: 1, score: 50 })];
    const found = compare(
      live,
      shadow,
      2,
      new Map([...(['a1', 'a3'].map((a) => [a, true]) as [string, boolean][]), ['a2', false]]),
    );
    assert.deepEqual([found.days, found.both, found.onlyInForce, found.onlyInShadow], [1, ['a1'], ['a2'], ['a3']]);
    assert.deepEqual(found.ruled, {
      inForce: { harmful: 1, harmless: 1 },
      inShadow: { harmful: 2, harmless: 0 },
    });
  });
});

describe('the random sample', () => {
  const numbers = drawing(Buffer.alloc(32, 7));
  it('is drawn the same each time, by others with another key, and evenly', () => {
    const drawn = (key: number) =>
      Array.from({ length: 20_000 }, (_, i) => i).filter((i) => drawing(Buffer.alloc(32, key))(`a${i}`, 5) < 0.02);
    assert.deepEqual(drawn(7), drawn(7));
    assert.notDeepEqual(drawn(7), drawn(8));
    assert.ok(Math.abs(drawn(7).length - 400) < 100);
  });

  it('has a share of those who are not flagged, and says how likely each was; of too many the first', () => {
    const rows = many(10_000);
    const all = draw(rows, { share: 0.02, perDay: 1000, low: 3 }, numbers);
    assert.ok(all.length > 30 && all.length < 90);
    assert.ok(all.every(({ score, probability }) => score < 3 && probability === 0.02));
    const few = draw(rows, { share: 0.02, perDay: 10, low: 3 }, numbers);
    assert.deepEqual(
      few.map(({ account }) => account),
      all.slice(0, 10).map(({ account }) => account),
    );
    assert.ok(few.every(({ probability }) => probability < 0.02 && probability > 0));
  });
});
