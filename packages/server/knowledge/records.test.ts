import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RuleSignal, Signal, Told } from '@kith/engine';
import { recordsOf } from './records.ts';

const AT = Date.UTC(2026, 5, 15, 12);
const HOUR_MS = 3_600_000;

const sent = (id: string, at: number, other: string): Told => ({
  id,
  type: 'message.sent',
  at,
  data: { actor: 'max', other, message: `m-${id}` },
});
const noted = (told: Told, ...signals: Signal[]) => ({
  told,
  considered: { signals, effects: [] },
});
const rule = (mode: RuleSignal['mode']): RuleSignal => ({ rule: 'many', mode, weight: 1, words: 'many' });

/** Rows by name, as a table keeps them: what is there stays. */
function kept(...blocks: ReturnType<typeof noted>[][]): string[] {
  const rows = new Map<string, string>();
  for (const block of blocks) {
    for (const row of recordsOf(block, 0).signals) if (!rows.has(row.id)) rows.set(row.id, row.event);
  }
  return [...rows.values()].sort();
}

describe('signals of a rule', () => {
  it('in shadow are one row an account and day, however many messages it fires on', () => {
    const day = Array.from({ length: 500 }, (_, i) => noted(sent(`a${i}`, AT + i, `kid${i % 9}`), rule('shadow')));
    const next = noted(sent('b', AT + 24 * HOUR_MS, 'kid0'), rule('shadow'));
    assert.deepEqual(kept(day.slice(0, 3), day.slice(3), [next]), ['a0', 'b']);
  });

  it('that is live are one a child, account and day: who it was towards is not lost', () => {
    const day = Array.from({ length: 50 }, (_, i) => noted(sent(`a${i}`, AT + i, `kid${i % 3}`), rule('live')));
    assert.deepEqual(kept(day), ['a0', 'a1', 'a2']);
  });

  it('leave those of evidence as they are: each names its message', () => {
    const seen: Signal = { account: 'max', other: 'kid', message: 'm', code: 'GIFT', cue: 'device', weight: 1 };
    assert.deepEqual(kept([noted(sent('a', AT, 'kid'), seen, seen), noted(sent('b', AT, 'kid'), seen)]), [
      'a',
      'a',
      'b',
    ]);
  });
});
