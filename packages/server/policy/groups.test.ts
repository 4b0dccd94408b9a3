/** Groups larger than a table of fixtures can show. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SMALL_GROUP_MAX } from '@kith/contract';
import { compilePolicy, consider, type Decided, MEMBERS_COMPARED, type Told } from '@kith/engine';
import { WorkingSet } from '../knowledge/index.ts';
import { loadShippedPolicy } from './index.ts';

const policy = compilePolicy(loadShippedPolicy());
const AT = Date.parse('2026-06-15T12:00:00Z');

class Story {
  readonly knowledge = new WorkingSet();
  #told = 0;

  tell(event: Pick<Told, 'type' | 'data'>): { decision: Decided; written: number } {
    const { id, at } = { id: `e${this.#told}`, at: AT + this.#told++ * 1000 };
    // joins a type and the data that belongs to it again
    const { changes, decision } = consider(this.knowledge, { ...event, id, at } as Told, policy);
    this.knowledge.apply(changes);
    return { decision, written: changes.contacts.length };
  }

  adults(count: number, conversation: string): void {
    for (let i = 0; i < count; i++) {
      this.tell({
        type: 'account.created',
        data: { actor: `a${i}`, age: { band: 'adult', method: 'declared', confidence: 1 } },
      });
      this.tell({ type: 'conversation.joined', data: { actor: `a${i}`, conversation } });
    }
  }
}

describe('a large group', () => {
  const strangersIn = (members: number): number | undefined => {
    const story = new Story();
    story.adults(members, 'c');
    const { decision } = story.tell({
      type: 'conversation.joined',
      data: { actor: 'a0', conversation: 'c', member: 'lena' },
    });
    return decision.notices[0]?.strangers;
  };

  it('tells a child how many members it does not know, up to as many as are compared', () => {
    assert.equal(strangersIn(MEMBERS_COMPARED - 1), MEMBERS_COMPARED - 1);
    assert.equal(strangersIn(MEMBERS_COMPARED), MEMBERS_COMPARED);
    assert.equal(strangersIn(MEMBERS_COMPARED + 40), MEMBERS_COMPARED);
  });

  it('keeps a contact with each member up to its limit, and none beyond', () => {
    const story = new Story();
    story.adults(SMALL_GROUP_MAX, 'c');
    const write = () => story.tell({ type: 'message.sent', data: { actor: 'a0', message: 'm', conversation: 'c' } });
    assert.equal(write().written, SMALL_GROUP_MAX - 1);
    story.tell({ type: 'conversation.joined', data: { actor: 'late', conversation: 'c' } });
    assert.equal(write().written, 0);
    story.tell({ type: 'conversation.left', data: { actor: 'late', conversation: 'c' } });
    assert.equal(write().written, SMALL_GROUP_MAX - 1);
  });

  it('protects a child among many adults from a sender of high risk', () => {
    const story = new Story();
    story.adults(40, 'c');
    story.tell({ type: 'account.updated', data: { actor: 'a1', risk: 'high' } });
    const write = () => story.tell({ type: 'message.sent', data: { actor: 'a1', message: 'm', conversation: 'c' } });
    assert.equal(write().decision.outcome, 'allow');
    story.tell({
      type: 'account.created',
      data: { actor: 'lena', age: { band: '13to15', method: 'declared', confidence: 1 } },
    });
    story.tell({ type: 'conversation.joined', data: { actor: 'lena', conversation: 'c' } });
    assert.equal(write().decision.outcome, 'hold');
  });
});
