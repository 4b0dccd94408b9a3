import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Act, drafted, next, type Standing } from './states.ts';

const person = fc.constantFrom('ann', 'ben', 'cat');
const act: fc.Arbitrary<Act> = fc.oneof(
  ...(['give_back', 'begin', 'refuse', 'send_again', 'receive', 'supplement', 'retain', 'destroy'] as const).map(
    (name) => fc.constant<Act>({ act: name }),
  ),
  ...(['cover', 'leave'] as const).map((name) => fc.constant<Act>({ act: name })),
  person.map((by): Act => ({ act: 'edit', by })),
  person.map((by): Act => ({ act: 'check', by })),
  person.map((by): Act => ({ act: 'approve', by })),
  fc.boolean().map((machine): Act => ({ act: 'send', machine })),
);

/** All that happened, what was refused left out. */
function run(machine: boolean, acts: readonly Act[]): { done: Act[]; standings: Standing[] } {
  const done: Act[] = [];
  const standings = [drafted(machine)];
  for (const one of acts) {
    const became = next(standings.at(-1) ?? assert.fail(), one);
    if (!became.ok) continue;
    done.push(one);
    standings.push(became.standing);
  }
  return { done, standings };
}

const story = fc.tuple(fc.boolean(), fc.array(act, { maxLength: 60 }));
/** Many runs: what is refused leaves short stories. */
const RUNS = { numRuns: 2_000 };

describe('a referral', () => {
  it('is sent only when one person has checked it, and another, who did not write it, has approved it, since it was last changed', () => {
    fc.assert(
      fc.property(story, ([machine, acts]) => {
        const { done } = run(machine, acts);
        const sent = done.findIndex((one) => one.act === 'send');
        if (sent < 0) return;
        const before = done.slice(0, sent);
        const approved = before.findLastIndex((one) => one.act === 'approve');
        const checked = before.findLastIndex((one) => one.act === 'check');
        const approval = before[approved];
        const check = before[checked];
        assert.ok(approval?.act === 'approve' && check?.act === 'check');
        assert.notEqual(approval.by, check.by);
        assert.ok(checked < approved);
        const since = before.slice(checked);
        assert.ok(since.every((one) => one.act !== 'edit' && one.act !== 'give_back'));
        const edited = before.findLast((one) => one.act === 'edit');
        assert.ok(edited === undefined || (edited.act === 'edit' && edited.by !== approval.by));
      }),
      RUNS,
    );
  });

  it('is sent once at most, and never after it ended unsent', () => {
    fc.assert(
      fc.property(story, ([machine, acts]) => {
        const { done } = run(machine, acts);
        assert.ok(done.filter((one) => one.act === 'send').length <= 1);
        const ended = done.findIndex((one) => one.act === 'cover' || one.act === 'leave');
        if (ended >= 0) assert.equal(done.length, ended + 1, 'nothing leads out of that');
      }),
      RUNS,
    );
  });

  it('is never given back while something of it may be at the authority', () => {
    fc.assert(
      fc.property(story, ([machine, acts]) => {
        const { done, standings } = run(machine, acts);
        for (const [i, one] of done.entries()) {
          if (one.act === 'give_back') assert.notEqual(standings[i]?.filing, 'begun');
        }
      }),
      RUNS,
    );
  });

  it('goes by the way of its kind: a machine sends what it has begun, people file what goes by hand', () => {
    fc.assert(
      fc.property(story, ([machine, acts]) => {
        const { done, standings } = run(machine, acts);
        for (const [i, one] of done.entries()) {
          if (one.act !== 'send') continue;
          assert.equal(one.machine, machine);
          assert.equal(standings[i]?.filing, machine ? 'begun' : 'idle');
        }
      }),
      RUNS,
    );
  });

  it('has nothing done to it when it is destroyed', () => {
    fc.assert(
      fc.property(story, ([machine, acts]) => {
        const { done } = run(machine, acts);
        const destroyed = done.findIndex((one) => one.act === 'destroy');
        if (destroyed >= 0) assert.equal(done.length, destroyed + 1);
      }),
      RUNS,
    );
  });

  it('reaches every state by some story, so that the laws above speak of something', () => {
    const steps: Act[] = [
      { act: 'check', by: 'ann' },
      { act: 'give_back' },
      { act: 'edit', by: 'ben' },
      { act: 'check', by: 'ben' },
      { act: 'approve', by: 'ann' },
      { act: 'begin' },
      { act: 'refuse' },
      { act: 'send_again' },
      { act: 'begin' },
      { act: 'send', machine: true },
      { act: 'receive' },
      { act: 'retain' },
      { act: 'supplement' },
      { act: 'retain' },
      { act: 'destroy' },
    ];
    const { done, standings } = run(true, steps);
    assert.deepEqual(done, steps);
    const ends = run(true, [{ act: 'cover' }]).standings.concat(run(false, [{ act: 'leave' }]).standings);
    assert.equal(new Set([...standings, ...ends].map(({ state }) => state)).size, 10);
  });

  it('refuses its second look to whoever checked it, and says so', () => {
    const checked = run(false, [{ act: 'check', by: 'ann' }]).standings.at(-1) ?? assert.fail();
    assert.deepEqual(next(checked, { act: 'approve', by: 'ann' }), { ok: false, refusal: 'checked_it' });
    const written = run(false, [
      { act: 'edit', by: 'ben' },
      { act: 'check', by: 'ann' },
    ]).standings.at(-1);
    assert.deepEqual(next(written ?? assert.fail(), { act: 'approve', by: 'ben' }), {
      ok: false,
      refusal: 'edited_it',
    });
    assert.deepEqual(next(checked, { act: 'edit', by: 'ben' }), { ok: false, refusal: 'referral_state' });
  });
});
