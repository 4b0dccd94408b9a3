/** The measures that come with Kith: whole, referring to what exists, and applied as the codes say to whom. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { harmLevel, measure as reasonMeasure } from '@kith/contract';
import fc from 'fast-check';
import { type Answers, applicability, type Condition, TERMS } from './applies.ts';
import { type Code, code, differenceOf, readQuestions, shippedCodes } from './registry.ts';

const ROOT = join(import.meta.dirname, '../../..');
const codes = shippedCodes();
const questions = readQuestions();
const find = (of: string, id: string) => {
  const found = codes.find((c) => c.code === of)?.measures.find((m) => m.id === id);
  assert.ok(found !== undefined, `${of} ${id}`);
  return found;
};

const NOTHING: Answers = { facts: {}, risks: {}, otherKinds: null };
const all = (value: boolean) => Object.fromEntries(questions.facts.map(({ fact }) => [fact, value]));
const levels = questions.risks.filter(({ count }) => !count).map(({ risk }) => risk);
const low = Object.fromEntries(levels.map((risk) => [risk, 'low' as const]));
const small: Answers = { facts: all(false), risks: low, otherKinds: 0 };
const applies = (of: string, id: string, answers: Answers) => applicability(find(of, id).applies, answers).applies;

describe('the registry', () => {
  it('names in its conditions only what a question asks, or a term that is worked out', () => {
    const known = new Set<string>([...questions.facts.map(({ fact }) => fact), ...TERMS]);
    const risks = new Set(questions.risks.map(({ risk }) => risk));
    const namesIn = (asked: Condition): string[] => {
      if (typeof asked === 'string') return known.has(asked) ? [] : [asked];
      if ('risk' in asked) return risks.has(asked.risk) ? [] : [asked.risk];
      if ('not' in asked) return namesIn(asked.not);
      return ('all' in asked ? asked.all : asked.any).flatMap(namesIn);
    };
    for (const { measures } of codes) for (const m of measures) assert.deepEqual(namesIn(m.applies), [], m.id);
  });

  it('refers only to tests that exist', () => {
    for (const { measures } of codes)
      for (const { id, shown } of measures)
        for (const way of shown)
          if ('tested' in way) assert.ok(existsSync(join(ROOT, way.tested)), `${id}: ${way.tested}`);
  });

  it('has every measure that a decision can name', () => {
    const ids = new Set(codes.flatMap((c) => c.measures.map(({ id }) => id)));
    const elsewhere: Record<string, string> = { 'PCU.J': 'J.groups' };
    for (const name of reasonMeasure.options) assert.ok(ids.has(elsewhere[name] ?? name), name);
  });

  it('calls quoted only what was seen in the official wording', () => {
    const quoted = codes.flatMap((c) =>
      c.measures.filter((m) => m.wording === 'quoted').map((m) => `${c.code} ${m.id}`),
    );
    // the facts: official wording was seen of these alone, whole or in part
    for (const id of quoted) assert.match(id, /^(ICU (A2|C1|C2|D2|D7|D9|D12|G3)|PCU (A2|B1|D11|D13))$/);
    for (const m of codes.flatMap((c) => c.measures))
      if (/^F[12]/.test(m.id) && m.id !== 'F1.4') assert.equal(m.wording, 'recalled', m.id);
  });

  it('shows proposals apart from what is in force', () => {
    for (const { status, inForce } of codes) assert.equal(status === 'in_force', inForce !== null);
  });
});

describe('whether a measure applies', () => {
  it('follows the size and the risks of a service', () => {
    assert.equal(applies('ICU', 'A2', small), 'yes');
    assert.equal(applies('ICU', 'A1', small), 'no');
    assert.equal(applies('ICU', 'C4', { ...small, otherKinds: 2 }), 'yes');
    assert.equal(applies('ICU', 'C4', { ...small, otherKinds: 1, risks: { ...low, grooming: 'high' } }), 'yes');
    // two kinds of child sexual abuse are one kind of harm
    assert.equal(applies('ICU', 'C4', { ...small, risks: { ...low, grooming: 'high', csam_images: 'high' } }), 'no');
    assert.equal(applies('ICU', 'D9', small), 'yes');
    assert.equal(applies('ICU', 'D9', { ...small, otherKinds: 5 }), 'no');
  });

  it('asks for the safety defaults where grooming is a high risk and age can be told, each where its function is there', () => {
    const messenger: Answers = {
      facts: { ...all(false), knows_age: true, direct_messages: true, connections: true },
      risks: { ...low, grooming: 'high' },
      otherKinds: 0,
    };
    assert.equal(applies('ICU', 'F1.5a', messenger), 'yes');
    assert.equal(applies('ICU', 'F1.5b', messenger), 'no');
    assert.equal(applies('ICU', 'F1.6', messenger), 'no');
    assert.equal(applies('ICU', 'F1.5a', { ...messenger, risks: { ...low, grooming: 'medium' } }), 'no');
    assert.equal(
      applies('ICU', 'F1.5a', {
        ...messenger,
        risks: { ...low, grooming: 'medium' },
        facts: { ...messenger.facts, large: true },
      }),
      'yes',
    );
    assert.equal(applies('ICU', 'F1.5a', { ...messenger, facts: { ...messenger.facts, knows_age: false } }), 'no');
  });

  it('stays open where an answer is missing that it hangs on, and says which', () => {
    const asked = applicability(find('ICU', 'A1').applies, NOTHING);
    assert.deepEqual(asked, { applies: 'open', because: [{ depth: 0, is: 'named', name: 'large', holds: 'open' }] });
    assert.equal(applies('ICU', 'A2', NOTHING), 'yes');
    assert.equal(applies('ICU', 'D13', NOTHING), 'no');
  });

  it('never turns from yes to no, or from no to yes, by an answer that was missing', () => {
    const conditions = codes.flatMap((c) => c.measures.map((m) => m.applies));
    const facts = fc.dictionary(fc.constantFrom(...questions.facts.map(({ fact }) => fact)), fc.boolean());
    const risks = fc.dictionary(fc.constantFrom(...levels), fc.constantFrom(...harmLevel.options));
    const other = fc.option(fc.nat({ max: 5 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...conditions),
        facts,
        risks,
        other,
        facts,
        risks,
        fc.nat({ max: 5 }),
        (asked, f, r, o, f2, r2, o2) => {
          const before = applicability(asked, { facts: f, risks: r, otherKinds: o }).applies;
          if (before === 'open') return;
          const more = { facts: { ...f2, ...f }, risks: { ...r2, ...r }, otherKinds: o ?? o2 };
          assert.equal(applicability(asked, more).applies, before);
        },
      ),
    );
  });

  it('is never open where every question was answered', () => {
    const answered = fc.record({
      facts: fc.constant(all(true)),
      risks: fc.record(Object.fromEntries(levels.map((risk) => [risk, fc.constantFrom(...harmLevel.options)]))),
      otherKinds: fc.nat({ max: 5 }),
    });
    fc.assert(
      fc.property(answered, (answers) => {
        for (const { measures } of codes)
          for (const m of measures) assert.notEqual(applicability(m.applies, answers).applies, 'open', m.id);
      }),
    );
  });
});

describe('a new version of a code', () => {
  const [icu] = codes;
  const changed = (measures: Code['measures']): Code => code.parse({ ...icu, version: '2027-01-01', measures });

  it('says what came, what is gone, and what changed in which field', () => {
    const [first, second, ...rest] = icu.measures;
    const next = changed([{ ...second, title: 'Another title' }, ...rest, { ...first, id: 'Z1' }]);
    const found = differenceOf(icu, next);
    assert.deepEqual(
      found.added.map(({ id }) => id),
      ['Z1'],
    );
    assert.deepEqual(
      found.gone.map(({ id }) => id),
      [first.id],
    );
    assert.deepEqual(
      found.changed.map(({ after, fields }) => [after.id, fields]),
      [[second.id, ['title']]],
    );
  });

  it('differs in nothing from itself', () => {
    assert.deepEqual(differenceOf(icu, icu), { added: [], gone: [], changed: [] });
  });

  it('is refused where it names a measure twice, or is written wrongly', () => {
    assert.ok(!code.safeParse({ ...icu, measures: [icu.measures[0], icu.measures[0]] }).success);
    assert.ok(!code.safeParse({ ...icu, link: 'http://example.org' }).success);
    assert.ok(!code.safeParse({ ...icu, measures: [{ ...icu.measures[0], applies: { some: [] } }] }).success);
  });
});
