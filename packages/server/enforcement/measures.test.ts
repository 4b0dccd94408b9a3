import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EnforcementPolicy, enforcementPolicy, type RulingKind, rulingInput, rulingKind } from '@kith/contract';
import fc from 'fast-check';
import { CHASES_MAX, isOverdue, nextChase } from '../ground/jobs/index.ts';
import { isViolation, permit, standingOf } from './measures.ts';

const words = { en: 'x', cy: 'x' };
const settings: EnforcementPolicy = enforcementPolicy.parse({
  policies: [
    { id: 'mild', title: words, told: words, measures: ['warn', 'restrict'], secondPerson: ['restrict'] },
    { id: 'grave', title: words, told: words, measures: ['remove_content', 'suspend', 'disable'] },
  ],
});
const asked = (policy: string, measures: RulingKind[], refer = false) => permit({ policy, measures, refer }, settings);
const second = (...of: Parameters<typeof asked>) => {
  const permitted = asked(...of);
  return permitted.ok && permitted.second;
};

describe('a ruling', () => {
  it('takes what its policy allows, and nothing else', () => {
    assert.equal(asked('mild', ['warn']).ok, true);
    assert.deepEqual(asked('mild', ['disable']), {
      ...{ ok: false, field: 'measures' },
      message: "disable can't be ruled under mild, only: warn, restrict",
    });
    assert.deepEqual(asked('none', ['warn']), {
      ...{ ok: false, field: 'policy' },
      message: 'is none of the named policies: mild, grave',
    });
    for (const policy of ['mild', 'grave']) {
      for (const always of ['no_violation', 'restore'] as const) assert.equal(asked(policy, [always]).ok, true);
    }
  });

  it('needs a second person to disable, to refer, and for what its policy says', () => {
    assert.equal(second('grave', ['suspend']), false);
    assert.equal(second('grave', ['suspend', 'remove_content', 'disable']), true);
    assert.equal(second('mild', ['restrict']), true);
    assert.equal(second('mild', ['warn']), false);
    assert.equal(second('mild', ['warn'], true), true);
    assert.equal(second('mild', ['no_violation']), false);
  });

  it('is one thing about an account at most, whatever list of measures somebody sends', () => {
    const list = fc.array(fc.constantFrom(...rulingKind.options), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(list, (measures) => {
        const content = measures.includes('remove_content') ? { content: ['m'] } : {};
        const read = rulingInput.safeParse({ version: 0, policy: 'p', reason: 'r', measures, ...content });
        if (!read.success) return;
        const standings = measures.filter((m) => ['restrict', 'suspend', 'disable', 'restore'].includes(m));
        assert.ok(standings.length <= 1);
        assert.equal(standingOf(measures), standings[0] ?? null);
        assert.equal(isViolation(measures), !['no_violation', 'restore'].includes(measures[0] ?? ''));
      }),
    );
  });
});

describe('asking again', () => {
  it('comes after 15 minutes, an hour, six hours and then daily, for a month', () => {
    const hours = (chased: number) => (nextChase(0, chased) ?? 0) / 3_600_000;
    assert.deepEqual([0, 1, 2, 3, 4, 32].map(hours), [0.25, 1, 6, 24, 48, 720]);
    assert.equal(nextChase(0, CHASES_MAX), null);
    assert.equal(isOverdue(0, 15 * 60_000 - 1), false);
    assert.equal(isOverdue(0, 15 * 60_000), true);
  });
});
