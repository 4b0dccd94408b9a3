/** A second look is learned from worlds that are for that, the same each time, and judged on others. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadShippedPolicy } from '../../policy/index.ts';
import { readSecondLook } from '../../second-look/index.ts';
import { loadShippedReader } from '../../signals/index.ts';
import { FIRST_DAY } from '../town/live.ts';
import { harmlessTalk } from './chat.ts';
import { evaluateFit } from './evaluate.ts';
import { recallAt } from './recall.ts';
import { FITTED_SPLITS, type Seen, seeWorld, together, weighed } from './worlds.ts';

const what = { policy: loadShippedPolicy(), reader: loadShippedReader() };
const small = { accounts: 600, days: 3, offenders: 0.08 };
const folder = mkdtempSync(join(tmpdir(), 'kith-fit-'));
after(() => rmSync(folder, { recursive: true }));

describe('a second look', () => {
  it('is never learned from the held-out worlds', () => {
    assert.deepEqual([...FITTED_SPLITS], ['training', 'tuning']);
  });

  it('comes out the same for the same seed, and can be used', async () => {
    const learn = async (out: string) => {
      const options = {
        ...what,
        ...small,
        seed: 'test',
        worlds: 1,
        version: 'test-trees',
        chat: null,
        ownCues: [],
        out,
      };
      const { lines } = await evaluateFit(options);
      assert.match(lines, /Simulated/);
      return readFileSync(join(out, 'second-look.json'), 'utf8');
    };
    const file = await learn(join(folder, 'one'));
    assert.equal(await learn(join(folder, 'other')), file);
    const look = readSecondLook(file);
    assert.equal(look.version, 'test-trees');
    assert.ok(look.trees.roots.length > 10);
  });
});

describe('a world that is learned from', () => {
  const world = seeWorld({ ...what, ...small, split: 'training', seed: 'seen', now: FIRST_DAY }, 0.5);

  it('tells account-days of offenders from their first contact on, and of everybody else', () => {
    assert.ok(world.days.some((day) => day.harmful) && world.days.some((day) => day.offender === null));
    for (const day of world.days) assert.equal(day.harmful, day.offender !== null);
    for (const day of world.days) assert.ok(day.score >= 0.5 && day.features.some((value) => value > 0));
    assert.ok(world.benignDays > world.days.length);
  });

  it('is learned from with the same weight for each type of offender, however much its offenders leave', () => {
    const sums = new Map<string, number>();
    const rows = weighed(world);
    world.days.forEach(({ offender }, i) => {
      if (offender === null) return;
      const { type = '' } = world.offenders[offender] ?? {};
      sums.set(type, (sums.get(type) ?? 0) + (rows[i]?.weight ?? 0));
    });
    assert.ok(sums.size > 3);
    for (const [type, sum] of sums) assert.ok(Math.abs(sum - 1) < 1e-9, `${type}: ${sum}`);
  });

  it('counts with another as one: their offenders stay apart', () => {
    const both = together([world, world]);
    assert.equal(both.offenders.length, 2 * world.offenders.length);
    assert.equal(both.benignDays, 2 * world.benignDays);
    const places = new Set(both.days.flatMap(({ offender }) => (offender === null ? [] : [offender])));
    assert.equal(places.size, 2 * new Set(world.days.flatMap(({ offender }) => offender ?? [])).size);
  });
});

describe('real talk that is learned from', () => {
  it('is that of half of the authors, all of them harmless', async () => {
    const nicks = Array.from({ length: 24 }, (_, i) => `nick${i}`);
    const lines = nicks.flatMap((nick, i) =>
      [1, 2, 3, 5, 7, 11].map(
        (step) => `[12:${10 + i}] <${nick}> nick${(i + step) % 24}: did you try to start it again`,
      ),
    );
    const dir = mkdtempSync(join(folder, 'chat-'));
    const hello = nicks.map((nick) => `[12:00] <${nick}> hello`);
    writeFileSync(join(dir, '2010-01-01.txt'), `${[...hello, ...lines].join('\n')}\n`);
    const days = await harmlessTalk(dir, what, 0.1);
    assert.ok(days.length > 3 && days.length < 21, `${days.length} of 24`);
    for (const { harmful, score } of days) assert.ok(!harmful && score >= 0.1);
  });
});

describe('recall at a budget', () => {
  let days = 0;
  const day = (score: number, offender: number | null, accountDay = `${++days}`) => ({
    accountDay,
    features: new Float32Array(0),
    text: 0,
    harmful: offender !== null,
    score,
    offender,
  });
  const seen: Seen = {
    // the second look at an account-day that is alerted costs no second alert
    days: [day(9, null, 'twice'), day(8, null, 'twice'), day(5, null), day(3, null), day(6, 0), day(4, 1), day(8, 2)],
    benignDays: 10,
    offenders: [
      { type: 'fast', throughToChild: true },
      { type: 'slow', throughToChild: true },
      { type: 'slow', throughToChild: false },
    ],
    events: 6,
  };

  it('alerts no more of the others than the budget allows, and counts offenders that got through to a child', () => {
    const { threshold, recall, byType } = recallAt(seen, 0.1, ({ score }) => score);
    assert.equal(threshold, 5);
    assert.deepEqual([recall.count, recall.of], [1, 2]);
    assert.deepEqual([byType.fast?.count, byType.slow?.count], [1, 0]);
  });
});
