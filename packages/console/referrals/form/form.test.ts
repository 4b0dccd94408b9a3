import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FormField, FormSection, ReferralProblem } from '@kith/contract';
import fc from 'fast-check';
import { fieldOf, linesOf, placedFields, problemsByField } from './fields.ts';
import { type Edited, isUnchanged, merged, withMine } from './merge.ts';
import { isSame, type Json, valueAt, withValue } from './paths.ts';
import { inOrder, standingOf } from './sections.ts';
import { localOf, sentOf } from './times.ts';

const field = (path: string, type: FormField['type'] = 'text', more: Partial<FormField> = {}): FormField => ({
  ...{ path, type, label: `the ${path}`, help: null, required: false, max: null },
  ...{ options: null, fields: null, sensitive: false },
  ...more,
});
const FORM: FormSection[] = [
  { title: 'one', help: null, fields: [field('incident.at', 'time'), field('incident.urgent', 'yes_no')] },
  {
    title: 'two',
    help: null,
    fields: [
      field('reported.screenName'),
      field('reported.emails', 'rows', { fields: [field('address'), field('type', 'choice')] }),
      field('reported.service', 'choice', { options: [{ value: 'chat', label: 'the chat' }] }),
    ],
  },
];
const wrong = (path: string): ReferralProblem => ({ path, kind: 'wrong', words: 'no' });

const key = fc.constantFrom('a', 'b', 'c', 'd');
const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.join('.'));
const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
const content: fc.Arbitrary<Json> = fc
  .array(fc.tuple(path, leaf), { maxLength: 6 })
  .map((puts) => puts.reduce<Json>((made, [at, value]) => withValue(made, at, value), {}));

describe('a value in a content', () => {
  it('is where it was put, whatever was there before, and nothing beside it changes', () => {
    fc.assert(
      fc.property(content, path, leaf, (before, at, value) => {
        const kept = JSON.stringify(before);
        assert.deepEqual(valueAt(withValue(before, at, value), at), value);
        assert.equal(JSON.stringify(before), kept);
        const beside = `beside.${at}`;
        assert.deepEqual(valueAt(withValue(before, beside, value), at), valueAt(before, at));
      }),
    );
  });

  it('leaves nothing behind where it is taken away', () => {
    fc.assert(
      fc.property(content, path, leaf, (before, at, value) => {
        fc.pre(valueAt(before, at.split('.')[0] ?? '') === undefined);
        assert.deepEqual(withValue(withValue(before, at, value), at, undefined), before);
      }),
    );
    assert.deepEqual(withValue({ victim: { name: 'x' } }, 'victim.name', undefined), {});
  });

  it('may lie in a row, and a row stays where its last value goes', () => {
    const rows = withValue({}, 'emails[0].address', 'a@example.com');
    assert.deepEqual(rows, { emails: [{ address: 'a@example.com' }] });
    assert.deepEqual(withValue(rows, 'emails.0.address', undefined), { emails: [{}] });
    assert.deepEqual(withValue(rows, 'emails.0', undefined), { emails: [] });
  });

  it('is never found in what objects inherit', () => {
    assert.equal(valueAt({}, 'constructor.name'), undefined);
    assert.equal(isSame({ a: 1, b: [2] }, { b: [2], a: 1 }), true);
    assert.equal(isSame({ a: 1 }, { b: 1 }), false);
    assert.equal(isSame([], {}), false);
  });
});

describe('problems of a form', () => {
  const all = placedFields(FORM, { reported: { emails: [{}, { address: 'x' }] } });

  it('stand beside the field that they are about, in rows too', () => {
    assert.equal(fieldOf(wrong('incident.at'), all), 'incident.at');
    assert.equal(fieldOf(wrong('reported.emails[1].address'), all), 'reported.emails.1.address');
    assert.equal(fieldOf(wrong('reported.emails.1.type'), all), 'reported.emails.1.type');
  });

  it('stand at the nearest there is, and at the top alone where the form asks for nothing of it', () => {
    assert.equal(fieldOf(wrong('reported.emails.7.address'), all), 'reported.emails');
    assert.equal(fieldOf(wrong('incident'), all), 'incident.at');
    assert.equal(fieldOf(wrong('incident.atoms'), all), null);
    assert.equal(fieldOf(wrong(''), all), null);
    assert.deepEqual(
      [...problemsByField([wrong('incident'), wrong('incident.at'), wrong('x')], all).keys()],
      ['incident.at'],
    );
  });
});

describe('a value in words', () => {
  const saying = {
    ...{ yes: 'yes', no: 'no', moment: (at: string) => `at ${at}`, day: (at: string) => `on ${at}` },
    evidence: (id: string) => `file ${id}`,
  };
  const [, two] = FORM;
  it('is said as its field has it, and not at all where there is none', () => {
    assert.deepEqual(linesOf(field('a', 'yes_no'), false, saying), ['no']);
    assert.deepEqual(linesOf(field('a', 'time'), '2026-01-02T03:04:05Z', saying), ['at 2026-01-02T03:04:05Z']);
    assert.deepEqual(linesOf(field('a', 'time'), 'soon', saying), ['soon']);
    assert.deepEqual(linesOf(two?.fields[2] ?? field('x'), 'chat', saying), ['the chat']);
    assert.deepEqual(linesOf(field('a', 'evidence'), ['1', '2'], saying), ['file 1', 'file 2']);
    assert.deepEqual(linesOf(two?.fields[1] ?? field('x'), [{ address: 'a@example.com' }, {}], saying), [
      '1. the address: a@example.com',
      '2. ',
    ]);
    for (const nothing of [undefined, null, '']) assert.deepEqual(linesOf(field('a'), nothing, saying), []);
  });
});

describe('two people who edit the same referral', () => {
  const edited = (values: Json, more: Partial<Edited> = {}): Edited => ({
    ...{ content: values, priority: 2, evidence: ['e1'] },
    ...more,
  });
  const fields = ['incident.at', 'incident.urgent', 'reported.screenName', 'reported.emails', 'reported.service'];
  const some: fc.Arbitrary<Edited> = fc
    .record({
      values: fc.array(fc.tuple(fc.constantFrom(...fields), fc.constantFrom<Json>('x', 'y', true, ['z'])), {
        maxLength: 5,
      }),
      priority: fc.constantFrom<1 | 2 | 3>(1, 2, 3),
      evidence: fc.uniqueArray(fc.constantFrom('e1', 'e2', 'e3')),
    })
    .map(({ values, priority, evidence }) => ({
      content: values.reduce<Json>((made, [at, value]) => withValue(made, at, value), {}),
      ...{ priority, evidence },
    }));

  it('lose nothing where they changed different things', () => {
    const base = edited({ reported: { screenName: 'a' } });
    const mine = edited({ reported: { screenName: 'b' } });
    const theirs = edited({ reported: { screenName: 'a' }, incident: { urgent: true } }, { priority: 1 });
    const { edited: both, conflicts } = merged(FORM, base, mine, theirs);
    assert.deepEqual(conflicts, []);
    assert.deepEqual(both, edited({ reported: { screenName: 'b' }, incident: { urgent: true } }, { priority: 1 }));
  });

  it('are shown both where they changed the same, and one of them chooses', () => {
    const result = merged(
      FORM,
      edited({}),
      edited({ reported: { screenName: 'b' } }),
      edited({ reported: { screenName: 'c' } }),
    );
    assert.deepEqual(result.conflicts, [{ what: 'field', path: 'reported.screenName', mine: 'b', theirs: 'c' }]);
    assert.equal(valueAt(result.edited.content, 'reported.screenName'), 'c');
    const [conflict] = result.conflicts;
    assert.ok(conflict !== undefined);
    assert.equal(valueAt(withMine(result.edited, conflict).content, 'reported.screenName'), 'b');
  });

  it('find all of one where the other changed nothing, whatever it was', () => {
    fc.assert(
      fc.property(some, some, (base, changed) => {
        for (const [mine, theirs] of [
          [changed, base],
          [base, changed],
          [changed, changed],
        ] as const) {
          const result = merged(FORM, base, mine, theirs);
          assert.deepEqual(result.conflicts, []);
          assert.ok(isUnchanged(result.edited, changed));
        }
      }),
    );
  });

  it('have every change of either in what comes of it, or among what is to be chosen', () => {
    fc.assert(
      fc.property(some, some, some, (base, mine, theirs) => {
        const result = merged(FORM, base, mine, theirs);
        const all = result.conflicts.reduce(withMine, result.edited);
        for (const at of fields) {
          const [was, own, other] = [base, mine, theirs].map((one) => valueAt(one.content, at));
          if (!isSame(was, own)) assert.deepEqual(valueAt(all.content, at), own, at);
          else assert.deepEqual(valueAt(result.edited.content, at), other, at);
        }
      }),
    );
  });
});

describe('the parts of a form', () => {
  const stand = (said: Json, problems: readonly ReferralProblem[]) => {
    const beside = problemsByField(problems, placedFields(FORM, said));
    return inOrder(FORM.map((section) => standingOf(section, said, beside)));
  };
  const known = (at: string): ReferralProblem => ({ path: at, kind: 'missing_available', words: 'it is known' });

  it('come with what is in the way first, then what is known and left out, then what is filled in, then the rest', () => {
    const names = (all: ReturnType<typeof stand>) =>
      all.map(({ section, state, count }) => [section.title, state, count]);
    const filled = withValue({}, 'incident.urgent', true);
    assert.deepEqual(names(stand({}, [])), [
      ['one', 'empty', 0],
      ['two', 'empty', 0],
    ]);
    assert.deepEqual(names(stand(filled, [wrong('reported.emails.0.address'), wrong('reported.service')])), [
      ['two', 'wrong', 2],
      ['one', 'filled', 1],
    ]);
    assert.deepEqual(names(stand(filled, [known('reported.screenName')])), [
      ['two', 'known', 1],
      ['one', 'filled', 1],
    ]);
  });

  it('are all there, each once, whatever is said and wrong, and no problem of a field is in none of them', () => {
    const paths = fc.constantFrom('incident.at', 'incident.urgent', 'reported.screenName', 'reported.emails.0.type');
    const some = fc.array(fc.tuple(paths, fc.constantFrom(wrong, known)), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, leaf), { maxLength: 4 }), some, (puts, given) => {
        const said = puts.reduce<Json>((made, [at, value]) => withValue(made, at, value), {});
        const problems = given.map(([at, make]) => make(at));
        const all = stand(said, problems);
        assert.deepEqual(all.map(({ section }) => section.title).sort(), ['one', 'two']);
        const ways = problems.filter(({ kind }) => kind === 'wrong').length;
        const counted = all.filter(({ state }) => state === 'wrong').reduce((sum, { count }) => sum + count, 0);
        assert.equal(counted, ways);
      }),
    );
  });
});

describe('times in fields', () => {
  it('go there and back to the second, and what is no time is none', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }), (at) => {
        const second = new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
        // in the hour that is twice when clocks go back, a field can't say which
        const back = sentOf(localOf(second));
        assert.ok(back !== null && localOf(back) === localOf(second));
      }),
    );
    assert.equal(localOf('soon'), '');
    assert.equal(sentOf(''), null);
    assert.equal(sentOf('2026-'), null);
  });
});
