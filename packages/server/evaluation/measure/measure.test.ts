/** The measures on small cases whose answers can be worked out by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AccountDays } from '../observe/days.ts';
import { Raised } from '../observe/raised.ts';
import { newTrail, type Trail } from '../observe/trail.ts';
import { fitLine, probability, reliability } from './calibration.ts';
import { alertOf, earlinessAt, findingAt, type Offending } from './finding.ts';
import { erde, fLatency } from './latency.ts';
import { benignAccountsFalling, benignClimbs } from './population.ts';
import { quartilesOf } from './quantiles.ts';
import { medianSkewness, RecentScores } from './skewness.ts';
import { above, thresholdAfter, thresholdAt, thresholdRaising } from './thresholds.ts';
import { shareOf } from './wilson.ts';

const MINUTE_MS = 60_000;
const near = (a: number, b: number, by = 1e-6) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);

describe('a threshold', () => {
  it('lets no more than the budget through, ties included', () => {
    const scores = fc.array(fc.float({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(scores, fc.constantFrom(0, 0.001, 0.01, 0.1), (all, budget) => {
        const falling = Float32Array.from(all).sort().reverse();
        const threshold = thresholdAt(falling, budget);
        assert.ok(falling.filter((score) => score >= threshold).length <= all.length * budget);
      }),
    );
  });

  it('is the least that does', () => {
    const falling = Float32Array.from([9, 7, 5, 3, 1, 1, 1, 1, 1, 1]);
    assert.equal(thresholdAt(falling, 0.1), above(7));
    assert.equal(falling.filter((score) => score >= thresholdAt(falling, 0.2)).length, 2);
  });

  it('may also count an account once that stays above for days, and none of an offender', () => {
    const days = new AccountDays();
    for (const [account, score] of [
      [0, 9],
      [0, 8],
      [0, 8],
      [1, 5],
      [2, 20],
      [3, 3],
    ] as const) {
      days.set(days.add(account, days.count), 'accountScore', score);
    }
    const falling = benignAccountsFalling(
      { days, benignAs: (account) => (account === 2 ? null : 'ordinary adult') },
      (day) => days.score(day),
    );
    assert.deepEqual([...falling], [9, 5, 3]);
    assert.equal(thresholdAfter(falling, 1), above(5));
  });
});

describe('days on which people are told', () => {
  const score = fc.float({ min: 0, max: 20, noNaN: true });
  /** what three accounts scored towards two others, event after event, some 4 a day */
  const lived = fc.array(fc.tuple(fc.nat(2), fc.nat(2), score), { maxLength: 60 });
  const tell = (events: readonly (readonly [number, number, number])[]) => {
    const days = new AccountDays();
    const raised = new Raised(0.5);
    const today = new Map<string, number>();
    for (const [i, [account, other, at]] of events.entries()) {
      const key = `${account} ${Math.floor(i / 12)}`;
      const day = today.get(key) ?? days.add(account, Math.floor(i / 12));
      today.set(key, day);
      raised.note(day, `${account} ${other}`, at);
    }
    return { days, raised, benignAs: (account: number) => (account === 2 ? null : 'ordinary adult') };
  };
  /** the same, told at one threshold alone, as Kith does */
  const toldAt = (events: readonly (readonly [number, number, number])[], threshold: number): number => {
    const level = new Map<string, boolean>();
    const told = new Set<string>();
    for (const [i, [account, other, at]] of events.entries()) {
      const key = `${account} ${other}`;
      const reached = at >= threshold;
      if (reached && level.get(key) !== true && account !== 2) told.add(`${account} ${Math.floor(i / 12)}`);
      level.set(key, reached);
    }
    return told.size;
  };

  it('are those on which a score comes to a threshold, whichever it is, and none of an offender', () => {
    fc.assert(
      fc.property(lived, score, (events, threshold) => {
        fc.pre(threshold >= 0.5);
        const passed = benignClimbs(tell(events)).filter(({ from, to }) => from < threshold && threshold <= to);
        assert.equal(passed.length, toldAt(events, threshold));
      }),
    );
  });

  it('are no more than the budget allows at the threshold or at any above it, and more just below', () => {
    fc.assert(
      fc.property(lived, fc.nat(3), score, (events, allowed, more) => {
        const threshold = thresholdRaising(benignClimbs(tell(events)), allowed);
        for (const at of [threshold, Math.fround(threshold + more)])
          if (at >= 0.5) assert.ok(toldAt(events, at) <= allowed);
        const below = events.map(([, , at]) => at).filter((at) => at < threshold);
        const next = Math.max(0, ...below);
        if (next >= 0.5) assert.ok(toldAt(events, next) > allowed);
      }),
    );
  });

  it('don’t go on while a score stays where it is', () => {
    const raised = new Raised(0.5);
    for (const [day, at] of [7, 7, 8, 7.5, 3, 7].entries()) raised.note(day, 'a', at);
    const days = [0, 1, 2, 3, 4, 5].filter((day) => raised.on(day).some(({ from, to }) => from < 7 && 7 <= to));
    assert.deepEqual(days, [0, 5]);
  });
});

describe('a share', () => {
  it('has the interval that Wilson gives', () => {
    const { share, low, high } = shareOf(8, 10);
    assert.equal(share, 0.8);
    near(low, 0.4901625, 1e-6);
    near(high, 0.9433178, 1e-6);
  });

  it('of nothing is none, and could be anything', () => {
    assert.deepEqual(shareOf(0, 0), { of: 0, count: 0, share: null, low: 0, high: 1 });
  });
});

const trail = (account: string, rises: readonly [minute: number, score: number, messages: number][]): Trail => ({
  ...newTrail(account),
  messages: 20,
  delivered: 1,
  rises: rises.map(([minute, score, messages]) => ({ at_ms: minute * MINUTE_MS, score, messages, children: messages })),
});
const offender = (more: Partial<Offending>): Offending => ({
  type: 'fast',
  onset_ms: 0,
  answered: true,
  firstHarm_ms: null,
  trails: [],
  ...more,
});

describe('finding', () => {
  const early = offender({
    firstHarm_ms: 30 * MINUTE_MS,
    trails: [
      trail('a', [
        [10, 4, 3],
        [20, 8, 6],
      ]),
    ],
  });
  const late = offender({ firstHarm_ms: 30 * MINUTE_MS, trails: [trail('b', [[40, 9, 12]])] });
  const onSecond = offender({ trails: [trail('c', [[5, 2, 1]]), trail('d', [[90, 7, 2]])] });
  const unfound = offender({ trails: [trail('e', [[5, 2, 1]])] });
  const declined = offender({ trails: [{ ...newTrail('f'), messages: 3 }] });
  const all = [early, late, onSecond, unfound, declined];

  it('is the first moment at which any of the accounts reached the threshold', () => {
    assert.equal(alertOf(early, 6)?.at_ms, 20 * MINUTE_MS);
    assert.equal(alertOf(early, 3)?.messages, 3);
    assert.equal(alertOf(onSecond, 6)?.at_ms, 90 * MINUTE_MS);
    assert.equal(alertOf(unfound, 6), null);
  });

  it('counts those that got through, and before harm those that were found before it was tried', () => {
    const { recall, ofAll, beforeHarm, beforeHarmOfHarmful } = findingAt(all, 6);
    assert.deepEqual([recall.count, recall.of], [3, 4]);
    assert.deepEqual([ofAll.count, ofAll.of], [3, 5]);
    assert.deepEqual([beforeHarm.count, beforeHarm.of], [2, 3]);
    assert.deepEqual([beforeHarmOfHarmful.count, beforeHarmOfHarmful.of], [1, 2]);
  });

  it('tells how long it took', () => {
    const { minutes, curve, reached } = earlinessAt(all, 6);
    assert.equal(minutes.median, 40);
    assert.equal(curve.find(({ hours }) => hours === 1)?.share, 2 / 4);
    assert.equal(curve.at(-1)?.share, 3 / 4);
    // they had written to two, six and twelve children
    const before = (most: number) => reached.find(({ children }) => children === most)?.share;
    assert.deepEqual([before(5), before(8), before(13)], [1 / 4, 2 / 4, 3 / 4]);
  });
});

describe('ERDE', () => {
  it('costs nothing where all are found at once, and one for each that is missed', () => {
    near(erde([{ offends: true, after: 1, messages: 9 }], 50), 0, 1e-9);
    assert.equal(erde([{ offends: true, after: null, messages: 9 }], 50), 1);
  });

  it('costs half where found when due, and the share of offenders for a false alarm', () => {
    near(erde([{ offends: true, after: 5, messages: 9 }], 5), 0.5);
    const others = { offends: false, after: null, messages: 9 };
    near(erde([{ offends: true, after: 1, messages: 9 }, { ...others, after: 3 }, others, others], 50), 0.25 / 4, 1e-9);
  });
});

describe('F_latency', () => {
  it('is F1 where everything is found at the first message', () => {
    const {
      f1,
      speed,
      fLatency: f,
    } = fLatency([
      { offends: true, after: 1, messages: 10 },
      { offends: false, after: null, messages: 10 },
    ]);
    assert.deepEqual([f1, speed, f], [1, 1, 1]);
  });

  it('halves the speed where offenders are found at the median length', () => {
    const { speed } = fLatency([
      { offends: true, after: 10, messages: 10 },
      { offends: false, after: null, messages: 10 },
    ]);
    near(speed, 0.5);
  });
});

describe('calibration', () => {
  it('finds the line that the data was made from, and bins that agree with it', () => {
    const days = Array.from({ length: 4000 }, (_, i) => {
      const score = (i % 10) - 2;
      // as many of each score offend as the line says
      const share = probability({ slope: 0.8, intercept: -3 }, score);
      return { score, offends: Math.floor(i / 10) < share * 400 };
    });
    const line = fitLine(days);
    near(line.slope, 0.8, 0.03);
    near(line.intercept, -3, 0.1);
    for (const { predicted, observed } of reliability(days, line, 1)) near(predicted, observed, 0.02);
  });
});

describe('skewness', () => {
  const hits = (of: number, all: number) => Array.from({ length: all }, (_, i) => Number(i < of));

  it('changes its sign when half of the messages hit', () => {
    near(medianSkewness(hits(9, 20)), 0.9045, 1e-3);
    near(medianSkewness(hits(11, 20)), -0.9045, 1e-3);
  });

  it('says nothing of fewer than ten messages, nor of messages that are all alike', () => {
    assert.equal(medianSkewness(hits(3, 9)), 0);
    assert.equal(medianSkewness(hits(20, 20)), 0);
  });

  it('is of the last fifty messages of an account', () => {
    const recent = new RecentScores();
    for (let i = 0; i < 50; i++) recent.add(1, 5);
    for (let i = 0; i < 49; i++) recent.add(1, 0);
    assert.equal(recent.add(1, 0), 0);
    assert.equal(recent.add(2, 1), 0);
  });
});

it('quartiles are of the values as they are', () => {
  assert.deepEqual(quartilesOf([4, 1, 3, 2]), { quarter: 2, median: 3, threeQuarters: 4 });
  assert.equal(quartilesOf([]).median, null);
});
