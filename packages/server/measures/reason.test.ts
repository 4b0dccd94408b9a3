/** Whoever reads why a measure applies sees what is joined how, and can work it out again from that alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { harmLevel } from '@kith/contract';
import fc from 'fast-check';
import { type Applies, applicability, type Condition, CSEA_RISKS, type Reason } from './applies.ts';
import { reasonLine, reasonLines } from './reason.ts';

const asked: Condition = {
  any: [{ risk: 'grooming', least: 'high' }, { all: ['large', { not: 'knows_age' }] }],
};
const answers = { facts: { large: true }, risks: { grooming: 'low' as const }, otherKinds: null };

describe('why a measure applies', () => {
  it('is said as it is joined', () => {
    const { applies, because } = applicability(asked, answers);
    assert.equal(applies, 'open');
    assert.equal(
      reasonLine(because),
      'one of (grooming high: no; all of (large: yes; not (knows_age: not answered): not answered): not answered): not answered',
    );
    assert.deepEqual(reasonLines(because), [
      'one of these: not answered',
      '  grooming high: no',
      '  all of these: not answered',
      '    large: yes',
      '    not this: not answered',
      '      knows_age: not answered',
    ]);
  });

  it('follows from its own lines, for every condition and all answers', () => {
    const named = fc.oneof(
      fc.constantFrom<Condition>('large', 'groups', 'every_service', 'permissive', 'multi_risk'),
      fc.record({ risk: fc.constantFrom(...CSEA_RISKS), least: fc.constantFrom(...harmLevel.options) }),
    );
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
      const several = fc.array(tie('condition'), { minLength: 1, maxLength: 4 });
      return {
        condition: fc.oneof(
          { maxDepth: 4 },
          named,
          fc.record({ all: several }),
          fc.record({ any: several }),
          fc.record({ not: tie('condition') }),
        ),
      };
    });
    const given = fc.record({
      facts: fc.dictionary(fc.constantFrom('large', 'groups'), fc.boolean()),
      risks: fc.dictionary(fc.constantFrom(...CSEA_RISKS), fc.constantFrom(...harmLevel.options)),
      otherKinds: fc.option(fc.nat({ max: 5 })),
    });
    fc.assert(
      fc.property(condition, given, (one, said) => {
        const { applies, because } = applicability(one, said);
        assert.equal(workedOut(because), applies);
      }),
      { numRuns: 500, seed: 8 },
    );
  });
});

/** From lines to the answer again, by nothing but what a reader sees: each line's depth, its join, and what the named ones say. */
function workedOut(lines: readonly Reason[]): Applies {
  const [first, ...below] = lines;
  assert.ok(first !== undefined);
  if (first.is === 'named') return first.holds;
  const starts = below.flatMap(({ depth }, i) => (depth === first.depth + 1 ? [i] : []));
  const parts = starts.map((start, i) => workedOut(below.slice(start, starts[i + 1])));
  const found =
    first.is === 'not'
      ? parts.map((part): Applies => (part === 'open' ? 'open' : part === 'yes' ? 'no' : 'yes'))[0]
      : ((['no', 'open', 'yes'] as const).find((one) => (first.is === 'all' ? parts.includes(one) : false)) ??
        (['yes', 'open', 'no'] as const).find((one) => parts.includes(one)));
  assert.equal(found, first.holds);
  assert.ok(found !== undefined);
  return found;
}
