import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Account,
  blankApproach,
  blankConduct,
  blankContact,
  type Contact,
  evidenceCodes,
} from '../../knowledge/index.ts';
import { AT, person, testModel } from '../../testing/risk.ts';
import { SAID_NOTHING, type Said } from '../carried.ts';
import type { Evidence } from '../evidence.ts';
import { type Between, observePair, observeWithheld } from './observe.ts';

const adult = person('a', 'adult', 100);
const child = person('b', '13to15', 100);

const STRANGERS: Between = { stranger: true, far: false, nothingInCommon: true };

function pair(other: Account = child, out: Partial<Contact> = {}, back: Partial<Contact> = {}) {
  return {
    at: AT,
    actor: adult,
    other,
    out: { ...blankContact('a', other.id), ...out },
    back: { ...blankContact(other.id, 'a'), ...back },
    conduct: blankConduct('a'),
    approach: blankApproach('a', other.id),
    turns: true,
    between: STRANGERS,
  };
}
const said = (evidence: Evidence[], sketch = 0): Said => ({ evidence, sketch });
const cue = (code: Evidence['code'], weight = 1): Evidence => ({ code, cue: 'test', weight });

describe('what an event shows', () => {
  it('is kept of nobody who never turned to a child', () => {
    const p = pair(person('c', 'adult'));
    assert.deepEqual(observePair(p, said([cue('GIFT')]), testModel), { conduct: false, approach: false });
    assert.equal(p.conduct.at, 0);
  });

  it('counts a child once, when it is first turned to', () => {
    const p = pair();
    observePair(p, SAID_NOTHING, testModel);
    assert.deepEqual([p.conduct.contacted, p.conduct.cold, p.conduct.far, p.conduct.childrenByDay[0]], [1, 1, 0, 1]);
    const again = { ...p, out: { ...p.out, firstAt: AT, messages: 1 } };
    assert.equal(observePair(again, SAID_NOTHING, testModel).conduct, false);
  });

  it('counts a child far away only where the contact is cold', () => {
    const stranger = { ...pair(), between: { ...STRANGERS, far: true } };
    observePair(stranger, SAID_NOTHING, testModel);
    assert.deepEqual([stranger.conduct.cold, stranger.conduct.far], [1, 1]);
    const friendOfFriend = {
      ...pair(),
      between: {
        ...{ stranger: false, nothingInCommon: true },
        get far(): boolean {
          return assert.fail('asked, and nobody wants to know');
        },
      },
    };
    observePair(friendOfFriend, SAID_NOTHING, testModel);
    assert.deepEqual([friendOfFriend.conduct.cold, friendOfFriend.conduct.far], [0, 0]);
  });

  it('sees that a child answered when the account writes again', () => {
    const p = pair(child, { firstAt: AT, messages: 2 }, { messages: 1 });
    observePair(p, SAID_NOTHING, testModel);
    assert.equal(p.conduct.answered, 1);
    const later = { ...p, out: { ...p.out, replies: 1 } };
    observePair(later, SAID_NOTHING, testModel);
    assert.equal(p.conduct.answered, 1);
  });

  it('knows an opener again that says nearly the same', () => {
    const p = pair();
    observePair(p, said([], 0b1111), testModel);
    const next = { ...p, out: blankContact('a', 'c') };
    observePair(next, said([], 0b1000), testModel);
    observePair(next, said([], 0xffff_0000), testModel);
    assert.equal(p.conduct.sameOpener, 1);
  });

  it('counts a hand-off only within the first messages, and once', () => {
    const early = pair();
    observePair(early, said([cue('OFF_PLATFORM')]), testModel);
    observePair(early, said([cue('OFF_PLATFORM')]), testModel);
    assert.equal(early.conduct.handOffs, 1);
    const late = pair(child, { firstAt: AT, messages: testModel.handOffMessages });
    observePair(late, said([cue('OFF_PLATFORM')]), testModel);
    assert.equal(late.conduct.handOffs, 0);
  });

  it('weighs evidence by how sure it is that an adult turns to a child', () => {
    const sure = pair();
    observePair(sure, said([cue('SECRECY')]), testModel);
    const peers = { ...pair(), actor: person('a', '13to15', 100) };
    observePair(peers, said([cue('SECRECY')]), testModel);
    const at = evidenceCodes.indexOf('SECRECY');
    assert.equal(sure.approach.evidence[at], 1);
    assert.equal(peers.approach.evidence[at], Math.fround(testModel.evidence.least));
  });

  it('never adds up to more than the caps, and only ever grows by evidence', () => {
    const evidence = fc.record({
      code: fc.constantFrom(...evidenceCodes),
      cue: fc.constant('x'),
      weight: fc.float({ min: Math.fround(0.01), max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(evidence, { maxLength: 4 }), { maxLength: 30 }), (messages) => {
        const p = pair();
        for (const found of messages) {
          const before = p.approach.evidence;
          observePair(p, said(found), testModel);
          p.approach.evidence.forEach((sum, i) => {
            assert.ok(sum >= (before[i] ?? 0) && sum <= (testModel.codes.caps[i] ?? 0) + 1e-6);
          });
          p.conduct.evidence.forEach((sum, i) => {
            assert.ok(sum <= (testModel.codes.caps[i] ?? 0) * testModel.evidence.manyChildren + 1e-6);
          });
        }
      }),
    );
  });

  it('notes a child whose message was withheld', () => {
    const conduct = blankConduct('a');
    observeWithheld(conduct, AT, testModel);
    assert.deepEqual([conduct.withheld, conduct.at], [1, AT]);
  });
});
