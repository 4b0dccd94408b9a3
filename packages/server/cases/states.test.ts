import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Act, holderOf, NEW, next, type Refusal, type Standing } from './states.ts';

const LEASE_MS = 1000;
const people = ['ana', 'ben', 'cai'] as const;

/** What is done, without when. */
type Done = Act extends infer A ? (A extends Act ? Omit<A, 'at_ms' | 'until_ms'> : never) : never;
const at = (done: Done, at_ms: number): Act => {
  const { act } = done;
  const when = { at_ms };
  if (act === 'lease' || act === 'undo') return { ...done, act, ...when, until_ms: at_ms + LEASE_MS };
  return { ...done, ...when };
};

/** Everything in turn, a moment after the other; what is refused is named. */
function all(...acts: Done[]): { standing: Standing; refusals: Refusal[] } {
  let standing: Standing = NEW;
  const refusals: Refusal[] = [];
  for (const [i, done] of acts.entries()) {
    const after = next(standing, at(done, i));
    if (after.ok) standing = after.standing;
    else refusals.push(after.refusal);
  }
  return { standing, refusals };
}

const ana = <A extends object>(act: A) => ({ by: 'ana', ...act });
const ben = <A extends object>(act: A) => ({ by: 'ben', ...act });
const lease = { act: 'lease' } as const;
const rule = (second: boolean) => ({ act: 'rule', second }) as const;

describe('a case', () => {
  it('is decided by one person who holds it, and closed when all is done', () => {
    const { standing } = all(ana(lease), ana(rule(false)), ana({ act: 'close' }));
    assert.deepEqual(standing, { ...NEW, stage: 'closed', firstBy: 'ana' });
  });

  it('needs somebody else for the second look, who may disagree: then it is open as if nobody had ruled', () => {
    const proposed = all(ana(lease), ana(rule(true)), ana(lease));
    assert.deepEqual([proposed.standing.stage, proposed.refusals], ['second_review', ['first_look']]);
    const confirmed = all(ana(lease), ana(rule(true)), ben(lease), ben({ act: 'confirm' }));
    assert.equal(confirmed.standing.stage, 'decided');
    const disagreed = all(ana(lease), ana(rule(true)), ben(lease), ben({ act: 'disagree' }), ana(lease));
    assert.deepEqual([disagreed.standing.stage, holderOf(disagreed.standing, 10)], ['open', 'ana']);
  });

  it('is nobody else’s while it is held, and can be taken when the lease has ended', () => {
    const taken = next(NEW, at(ana(lease), 0));
    assert.ok(taken.ok);
    assert.deepEqual(next(taken.standing, at(ben(lease), LEASE_MS - 1)), { ok: false, refusal: 'case_held' });
    assert.deepEqual(next(taken.standing, at(ben(rule(false)), 5)), { ok: false, refusal: 'case_held' });
    assert.deepEqual(next(taken.standing, at(ana(rule(false)), LEASE_MS)), { ok: false, refusal: 'not_held' });
    const after = next(taken.standing, at(ben(lease), LEASE_MS));
    assert.ok(after.ok && holderOf(after.standing, LEASE_MS) === 'ben');
  });

  it('comes back to whoever undoes their own last step, and to nobody else', () => {
    const undo = { act: 'undo' } as const;
    const ruled = all(ana(lease), ana(rule(false)), ben(undo), ana(undo));
    assert.deepEqual(
      [ruled.refusals, ruled.standing.stage, holderOf(ruled.standing, 4)],
      [['not_ruled'], 'open', 'ana'],
    );
    const confirmed = all(ana(lease), ana(rule(true)), ben(lease), ben({ act: 'confirm' }), ana(undo), ben(undo));
    assert.deepEqual([confirmed.refusals, confirmed.standing.stage], [['not_ruled'], 'second_review']);
    assert.equal(holderOf(confirmed.standing, 6), 'ben');
    const looked = all(ana(lease), ana(rule(true)), ben(lease), ana(undo));
    assert.deepEqual(looked.refusals, ['case_held']);
  });

  it('that was merged stays closed', () => {
    const { standing, refusals } = all(ana({ act: 'merge', into: 'other' }), ana({ act: 'reopen' }), ana(lease));
    assert.deepEqual([standing.stage, standing.mergedInto, refusals], ['closed', 'other', ['case_over', 'case_over']]);
  });
});

const done = fc.constantFrom<Done['act']>(
  ...(['lease', 'lease', 'lease', 'release', 'rule', 'rule', 'confirm', 'disagree'] as const),
  ...(['undo', 'move', 'take_in', 'note', 'merge', 'reopen', 'close'] as const),
);
/** Acts of three people at rising moments, some of them after everybody's lease has ended. */
const acts = fc.array(
  fc.record({ act: done, by: fc.constantFrom(...people), after_ms: fc.nat(LEASE_MS), second: fc.boolean() }),
  { maxLength: 40 },
);

/** Runs the acts, and looks at every step that was taken. */
function walk(
  list: readonly { act: Done['act']; by: string; after_ms: number; second: boolean }[],
  look: (before: Standing, act: Act, after: Standing) => void,
): void {
  let standing: Standing = NEW;
  let at_ms = 0;
  for (const { act: name, by, after_ms, second } of list) {
    at_ms += after_ms;
    const when = { by, at_ms, until_ms: at_ms + LEASE_MS };
    const act: Act =
      name === 'rule'
        ? { ...when, act: name, second }
        : name === 'merge'
          ? { ...when, act: name, into: 'x' }
          : { ...when, act: name };
    const before = structuredClone(standing);
    const after = next(standing, act);
    assert.deepEqual(standing, before, 'what it was is left as it is');
    if (!after.ok) continue;
    look(before, act, after.standing);
    standing = after.standing;
  }
}

describe('whatever three people do, in any order', () => {
  const holds = (law: (before: Standing, act: Act, after: Standing) => void) =>
    fc.assert(
      fc.property(acts, (list) => walk(list, law)),
      { numRuns: 2000 },
    );

  it('a case passes from one holder to another only when the first gave it up, or their time was over', () => {
    holds((before, act, after) => {
      const [was, is] = [holderOf(before, act.at_ms), holderOf(after, act.at_ms)];
      if (was !== null && is !== null) assert.equal(is, was);
      if (was !== null && is === null) assert.equal(act.by, was, 'nobody takes it out of somebody else’s hands');
    });
  });

  it('nobody rules, confirms or disagrees but the one who holds it', () => {
    holds((before, act) => {
      if (act.act === 'rule' || act.act === 'confirm' || act.act === 'disagree') {
        assert.equal(holderOf(before, act.at_ms), act.by);
      }
    });
  });

  it('no second look is by the first person, and what needs two is decided by two', () => {
    holds((before, act, after) => {
      if (after.stage === 'second_review' && after.lease !== null) assert.notEqual(after.lease.by, after.firstBy);
      if (after.secondBy !== null) assert.notEqual(after.secondBy, after.firstBy);
      if (before.stage === 'second_review' && after.stage === 'decided') assert.equal(act.act, 'confirm');
    });
  });

  it('a closed case changes by nothing but being reopened, and a merged one by nothing', () => {
    holds((before, act, after) => {
      if (before.stage !== 'closed' || act.act === 'note') return;
      assert.equal(act.act, 'reopen');
      assert.equal(before.mergedInto, null);
      assert.deepEqual(after, { ...NEW, reopened: before.reopened + 1 });
    });
  });

  it('nobody holds what there is nothing to judge about', () => {
    holds((_, __, after) => {
      if (after.stage === 'decided' || after.stage === 'closed') assert.equal(after.lease, null);
    });
  });
});
