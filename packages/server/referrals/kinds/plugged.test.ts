/** A kind of referral that Kith does not ship: a country with an authority of its own, its schema, form and sender. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FOREIGN, foreignKind, SENT } from '../testing/foreign-kind.ts';
import { knownOfCase } from '../testing/known.ts';
import { type FilingState, NOT_BEGUN, type Sent } from './filer.ts';
import { type Json, Kinds, plug } from './plugged.ts';

const sent = (content: Json): Sent<Json> => ({
  ...{ id: 'ref_1', content, priority: 2, clock: () => 0, signal: new AbortController().signal },
  isAnothers: async () => false,
  files: { list: [], read: () => assert.fail('it has no files') },
});

describe('a kind of another country', () => {
  const kinds = new Kinds([plug(foreignKind())]);
  const kind = kinds.find(FOREIGN) ?? assert.fail();

  it('reads its content by its own schema, and says which field is wrong', () => {
    assert.deepEqual(kind.read({ account: 'a', happened: '2026-11-01T00:00:00Z' }), {
      ...{ ok: true, content: { account: 'a', happened: '2026-11-01T00:00:00Z' } },
    });
    const refused = kind.read({ account: 'a', happened: 'then' });
    assert.ok(!refused.ok);
    assert.equal(refused.field, 'happened');
  });

  it('is prefilled from the case, has its own form, and says what is missing', () => {
    const known = knownOfCase();
    const content = kind.prefill(known);
    assert.deepEqual(content, { account: known.reported[0].account, happened: '2026-11-20T10:00:00.000Z' });
    assert.equal(kind.form('en')[0]?.fields[0]?.path, 'account');
    assert.deepEqual(kind.problems(content, known, 'cy'), []);
    assert.deepEqual(
      kind.problems({ account: '' }, known, 'en').map(({ kind: k, path, value }) => [k, path, value]),
      [
        ['missing_required', 'account', undefined],
        ['missing_available', 'happened', '2026-11-20T10:00:00.000Z'],
      ],
    );
    assert.equal(kind.readable(content, 'en')[0]?.lines.length, 2);
  });

  it('is sent by its own machine, a step at a time, from wherever it was stored', async () => {
    assert.ok(kind.filing.by === 'machine');
    let filing: FilingState = { ...NOT_BEGUN };
    const steps: string[] = [];
    SENT.clear();
    for (;;) {
      // as if it had been stored and read again
      const stored: FilingState = JSON.parse(JSON.stringify(filing));
      const became = await kind.filing.step(stored, sent({ account: 'a' }));
      filing = became.filing;
      steps.push(filing.step);
      if (became.next === 'finished') break;
      assert.equal(became.next, 'again');
    }
    assert.deepEqual(steps, ['opened', 'finished']);
    assert.equal(filing.reference, 'X-1');
    assert.deepEqual([...SENT], [['X-1', { account: 'a' }]]);
  });

  it('has a name that no other has', () => {
    assert.throws(() => new Kinds([plug(foreignKind()), plug(foreignKind())]));
    assert.equal(kinds.find('nobody'), null);
  });
});
