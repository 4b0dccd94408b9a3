/** Sequences of events that were once a way round a child's protection. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compilePolicy, consider, type Told } from '@kith/engine';
import { WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from './index.ts';

const policy = compilePolicy(loadShippedPolicy());
const AT = Date.parse('2026-06-15T12:00:00Z');
const DAY_MS = 86_400_000;

type Act = Pick<Told, 'type' | 'data'> & { at?: number };

/** Tells of a child, lena, and an adult, max; then each act, a second apart where it says no time. Gives the outcomes. */
function outcomes(...acts: Act[]): string[] {
  const knowledge = new WorkingSet();
  const cast: Act[] = [
    { type: 'account.created', data: { actor: 'lena', age: { band: '13to15', method: 'declared', confidence: 1 } } },
    { type: 'account.created', data: { actor: 'max', age: { band: 'adult', method: 'declared', confidence: 1 } } },
  ];
  const all = [...cast, ...acts].map((act, i) => {
    // joins a type and the data that belongs to it again
    const { changes, decision } = consider(knowledge, { id: `e${i}`, at: AT + i * 1000, ...act } as Told, policy);
    knowledge.apply(changes);
    return decision.outcome;
  });
  return all.slice(cast.length);
}

const byMax = { actor: 'max', other: 'lena' };
const byLena = { actor: 'lena', other: 'max' };
const message: Act = { type: 'message.sent', data: { ...byMax, message: 'm' } };

it('who asked to connect can not accept the request in the place of the child', () => {
  const asked: Act = { type: 'connection.requested', data: byMax };
  const accepts: Act = { type: 'connection.accepted', data: byMax };
  assert.equal(outcomes(asked, accepts, message).at(-1), 'block');
  assert.equal(outcomes(asked, { type: 'connection.declined', data: byLena }, accepts, message).at(-1), 'block');
  const accepted: Act = { type: 'connection.accepted', data: byLena };
  const removed: Act = { type: 'connection.removed', data: byLena };
  assert.equal(outcomes(asked, accepted, message).at(-1), 'notice');
  assert.equal(outcomes(asked, accepted, removed, accepts, message).at(-1), 'block');
});

it('a request of a child that a block has ended can not be accepted any more', () => {
  const story = outcomes(
    { type: 'connection.requested', data: byLena },
    { type: 'account.blocked', data: byLena },
    { type: 'connection.accepted', data: byMax },
    { type: 'account.unblocked', data: byLena },
    message,
  );
  assert.equal(story.at(-1), 'block');
});

it('a connection that is told without a request, as existing ones are, holds whoever is named first', () => {
  assert.equal(outcomes({ type: 'connection.accepted', data: byMax }, message).at(-1), 'notice');
  assert.equal(outcomes({ type: 'connection.accepted', data: byLena }, message).at(-1), 'notice');
});

it('a direct conversation with a child is made no group by being told of again', () => {
  const told = (kind: 'direct' | 'group'): Act => ({
    type: 'conversation.created',
    data: { actor: 'max', conversation: 'c', kind, members: kind === 'direct' ? ['lena'] : [] },
  });
  const written: Act = { type: 'message.sent', data: { actor: 'max', conversation: 'c', message: 'm' } };
  assert.deepEqual(outcomes(told('direct'), written, told('group'), written), ['allow', 'block', 'allow', 'block']);
});

it("requests that are told late do not clear an adult's count of today", () => {
  const ask = (other: string, at?: number): Act => ({
    type: 'connection.requested',
    data: { actor: 'max', other },
    ...(at !== undefined && { at }),
  });
  const today = Array.from({ length: 5 }, (_, i) => ask(`today${i}`));
  const late = Array.from({ length: 5 }, (_, i) => ask(`late${i}`, AT - 3 * DAY_MS));
  assert.equal(outcomes(...today, ...late, ask('lena')).at(-1), 'hold');
});

it('settings that the platform says again of a child it has told of wait for the child, as a change does', () => {
  const open: Act = { type: 'account.updated', data: { actor: 'lena', settings: { directMessages: 'everyone' } } };
  assert.deepEqual(outcomes(open, message), ['confirm', 'block']);
  const yes: Act = { type: 'notice.answered', data: { actor: 'lena', notice: 'weaker_setting', choice: 'accept' } };
  assert.deepEqual(outcomes(open, yes, message), ['confirm', 'allow', 'notice']);
});

it('a message that names one account and the conversation with another must be allowed to reach both', () => {
  const direct: Act = {
    type: 'conversation.created',
    data: { actor: 'max', conversation: 'v', kind: 'direct', members: ['lena'] },
  };
  const naming = (other: string): Act => ({
    type: 'message.sent',
    data: { actor: 'max', other, conversation: 'v', message: 'm' },
  });
  const adult: Act = {
    type: 'account.created',
    data: { actor: 'uma', age: { band: 'adult', method: 'declared', confidence: 1 } },
  };
  assert.equal(outcomes(direct, naming('max')).at(-1), 'block');
  assert.equal(outcomes(adult, direct, naming('uma')).at(-1), 'block');
  assert.equal(outcomes(direct, naming('lena')).at(-1), 'block');
});

it('what is answered about a guardianship makes nobody a contact, and blocks or opens nothing', () => {
  for (const notice of ['family_invitation', 'family_changed', 'family_settings', 'family_review'] as const) {
    for (const choice of ['accept', 'ok', 'block'] as const) {
      const answer: Told = {
        id: 'e',
        at: AT,
        type: 'notice.answered',
        data: { actor: 'lena', other: 'max', notice, choice },
      };
      assert.deepEqual(consider(new WorkingSet(), answer, policy).changes.contacts, []);
    }
  }
});
