import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { blankApproach, blankConduct, blankContact } from '../knowledge/index.ts';
import { AT, approaches, conducts, DAY, person, testModel } from '../testing/risk.ts';
import { levelOf } from './level.ts';
import { thresholdsFor } from './model.ts';
import { contributionsOf, scoreAccount, scoreContact, visitAccount, visitContact } from './score.ts';

const observed = fc.record({
  conduct: conducts,
  childrenAgainst: fc.nat(16),
  account: fc.constantFrom(person('a', 'adult'), person('a', 'unknown', 0), person('a', '16to17', 40)),
  at: fc.integer({ min: AT - DAY, max: AT + 90 * DAY }),
});
const contact = fc.record({ approach: approaches, stranger: fc.boolean(), messages: fc.nat(40), answers: fc.nat(2) });
type Contact = typeof contact extends fc.Arbitrary<infer T> ? T : never;

const between = ({ approach, stranger, messages, answers }: Contact) => ({
  other: person('b', '13to15'),
  approach,
  stranger,
  out: { ...blankContact('a', 'b'), messages },
  back: { ...blankContact('b', 'a'), messages: answers },
});

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);
const sum = (points: readonly { points: number }[]) => points.reduce((total, c) => total + c.points, 0);

describe('a score', () => {
  it('is the sum of its contributions, and of its families, of an account', () => {
    fc.assert(
      fc.property(observed, (o) => {
        const score = scoreAccount(testModel, o);
        const made = contributionsOf((visit) => visitAccount(testModel, o, visit));
        near(sum(made), score.total);
        near(score.text + score.behaviour, score.total);
        near(sum(made.filter(({ family }) => family === 'text')), score.text);
      }),
    );
  });

  it('is the sum of its contributions of a contact, whose prior is no more than it may be', () => {
    fc.assert(
      fc.property(observed, contact, (o, c) => {
        const both = { ...o, ...between(c) };
        const made = contributionsOf((visit) => visitContact(testModel, both, visit));
        near(sum(made), scoreContact(testModel, both).total);
        assert.ok((made.find(({ term }) => term === 'prior')?.points ?? 0) <= testModel.priorMax);
      }),
    );
  });

  it('names each term once, each above nothing and no more than its weight', () => {
    fc.assert(
      fc.property(observed, (o) => {
        const made = contributionsOf((visit) => visitAccount(testModel, o, visit));
        assert.equal(new Set(made.map(({ term }) => term)).size, made.length);
        for (const { term, points } of made) {
          assert.ok(points > 0);
          if (term in testModel.terms) assert.ok(points <= 1);
        }
      }),
    );
  });

  it('only falls while nothing happens', () => {
    fc.assert(
      fc.property(observed, fc.nat(60 * DAY), (o, later) => {
        const now = scoreAccount(testModel, { ...o, at: Math.max(o.at, AT) }).total;
        const then = scoreAccount(testModel, { ...o, at: Math.max(o.at, AT) + later }).total;
        assert.ok(then <= now + 1e-9);
      }),
    );
  });

  it('is nothing of an account that never turned to a child', () => {
    const o = { account: person('a', 'adult'), conduct: blankConduct('a'), at: AT, childrenAgainst: 9 };
    assert.equal(scoreAccount(testModel, o).total, 0);
    const both = { ...o, ...between({ approach: blankApproach('a', 'b'), stranger: true, messages: 9, answers: 0 }) };
    assert.equal(scoreContact(testModel, both).total, 0);
  });
});

describe('a level', () => {
  const level = (text: number, behaviour: number) =>
    levelOf({ total: text + behaviour, text, behaviour }, testModel.thresholds, testModel);

  it('is high only where two families say so', () => {
    assert.equal(level(20, 0), 'medium');
    assert.equal(level(0, 20), 'medium');
    assert.equal(level(1.49, 20), 'medium');
    assert.equal(level(1.5, 7.5), 'high');
  });

  it('begins at its threshold', () => {
    assert.deepEqual([level(2.99, 0), level(3, 0), level(6, 0), level(4, 4.99)], ['none', 'low', 'medium', 'medium']);
  });

  it('has the thresholds of the first cohort that the account is of', () => {
    const teens = { low: 1, medium: 2, high: 3 };
    const welsh = { low: 4, medium: 5, high: 6 };
    const model = {
      ...testModel,
      cohorts: [
        { ageBand: '13to15' as const, thresholds: teens },
        { language: 'cy', thresholds: welsh },
      ],
    };
    assert.equal(thresholdsFor(model, { ...person('a', '13to15'), language: 'cy' }), teens);
    assert.equal(thresholdsFor(model, { ...person('a', 'adult'), language: 'cy-GB' }), welsh);
    assert.equal(thresholdsFor(model, { ...person('a', 'adult'), language: 'cyx' }), model.thresholds);
  });
});
