import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEvent } from '@kith/contract';
import fc from 'fast-check';
import { foundEvent, WEIGHT_MAX, weightOf } from './found.ts';
import type { Message } from './waiting.ts';

const message: Message = {
  told: {
    id: 'e-1',
    type: 'message.sent',
    at: 0,
    data: { actor: 'a', message: 'm', evidence: [{ code: 'GIFT', cue: 'en/GIFT/x', weight: 0.5 }] },
  },
  other: 'b',
  text: 'words',
  language: undefined,
  arrived_ms: 0,
};

describe('what a deep look found', () => {
  it('weighs more the surer it is, up to a cap, and nothing at a half or less', () => {
    const sure = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sure, sure, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        assert.ok(weightOf(less) <= weightOf(more));
        assert.ok(weightOf(more) <= WEIGHT_MAX);
        assert.equal(weightOf(less) > 0, less > 0.5);
      }),
    );
  });

  it('is told as an event of the same two, with an id that follows from event and model', () => {
    const found = [{ code: 'MEETING', confidence: 0.8 }] as const;
    const told = foundEvent(message, found, 'm-1', 5);
    assert.deepEqual(told, {
      id: told?.id,
      type: 'evidence.found',
      at: 5,
      data: {
        actor: 'a',
        other: 'b',
        message: 'm',
        evidence: [{ code: 'MEETING', cue: 'deep:m-1', weight: weightOf(0.8) }],
      },
    });
    assert.equal(foundEvent(message, found, 'm-1', 9)?.id, told?.id);
    assert.notEqual(foundEvent(message, found, 'm-2', 5)?.id, told?.id);
    // the id is one that a platform could send
    const sent = { id: told?.id, type: 'account.deleted', data: { actor: 'a' } };
    assert.equal(readEvent(sent).ok, true);
  });

  it('adds to a code that was found already only what it weighs more', () => {
    const [evidence] = foundEvent(message, [{ code: 'GIFT', confidence: 0.99 }], 'm', 0)?.data.evidence ?? [];
    assert.equal(evidence?.weight, WEIGHT_MAX - 0.5);
    assert.equal(foundEvent(message, [{ code: 'GIFT', confidence: 0.6 }], 'm', 0), null);
    const twice = [0.7, 0.9, 0.8].map((confidence) => ({ code: 'SECRECY', confidence }) as const);
    assert.deepEqual(
      foundEvent(message, twice, 'm', 0)?.data.evidence?.map(({ weight }) => weight),
      [WEIGHT_MAX],
    );
  });
});
