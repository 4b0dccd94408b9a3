import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type CaseContact,
  type CaseEvent,
  type CaseView,
  type ConversationPage,
  type RulingKind,
  rulingInput,
  type TimelineItem,
} from '@kith/contract';
import fc from 'fast-check';
import { KINDS } from '../actions/choose-kind.ts';
import { changesSince } from './changes.ts';
import { GRAPH, placed } from './graph.ts';
import { rowOf, rowsOf } from './rows.ts';
import {
  chosen,
  inputOf,
  missingIn,
  type NamedPolicy,
  needsSecond,
  policiesFor,
  staysMarked,
  toggled,
} from './ruling.ts';
import { type Here, stopFrom, stopsOf } from './signals.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

const contact = (account: string, messages = 3): CaseContact => ({
  account,
  ageBand: '13to15',
  connected: false,
  messages,
  replies: 0,
  withheld: 0,
  asked: false,
  firstAt: null,
  lastAt: null,
  level: 'low',
  codes: [],
  blocked: false,
  reported: false,
});
const signal = (other: string, message: string, minute: number): CaseView['signals'][number] => ({
  code: 'SECRECY',
  cue: 'x',
  weight: 1,
  words: 'asks for secrecy',
  at: at(minute),
  event: `e-${message}`,
  other,
  message,
});
const item = (message: string, minute: number): TimelineItem => ({
  message,
  at: at(minute),
  from: 'a',
  to: 'b',
  text: null,
  noText: 'none_sent',
  media: [],
  outcome: null,
  evidence: [],
  deleted: false,
});
const page = (...items: TimelineItem[]): ConversationPage => ({ items, older: false, newer: false, textKept: true });
const day = (time: string) => time.slice(0, 10);

describe('from signal to signal', () => {
  const stops = stopsOf({
    contacts: [contact('ann'), contact('bea')],
    signals: [signal('bea', 'm3', 30), signal('ann', 'm2', 20), signal('ann', 'm1', 10), signal('ann', 'm1', 10)],
  });

  it('goes conversation by conversation, the oldest first, each message once', () => {
    assert.deepEqual(
      stops.map(({ message }) => message),
      ['m1', 'm2', 'm3'],
    );
    assert.equal(stops[0]?.words, 'asks for secrecy · asks for secrecy');
  });

  it('goes on from the message in front, whether or not it is one of them', () => {
    const from = (message: string | null, minute: number | null, other = 'ann') =>
      stopFrom(stops, { other, message, at: minute === null ? null : at(minute) }, 1)?.message;
    assert.equal(from('m1', 10), 'm2');
    assert.equal(from('x', 15), 'm2');
    assert.equal(from('x', 25), 'm3');
    assert.equal(from('m3', 30, 'bea'), 'm1');
    assert.equal(from(null, null), 'm1');
    assert.equal(stopFrom(stops, { other: 'ann', message: 'x', at: at(15) }, -1)?.message, 'm1');
    assert.equal(stopFrom(stops, { other: 'ann', message: 'x', at: at(5) }, -1)?.message, 'm3');
    assert.equal(stopFrom([], { other: null, message: null, at: null }, 1), null);
  });

  it('comes by every one of them and back, from anywhere, in both directions', () => {
    const minute = fc.integer({ min: 0, max: 40 });
    const some = fc.uniqueArray(
      fc.record({ other: fc.constantFrom('ann', 'bea', 'cy'), message: fc.string({ minLength: 1 }), minute }),
      { selector: (s) => s.message, minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(some, fc.constantFrom<1 | -1>(1, -1), minute, (signals, by, start) => {
        const all = stopsOf({
          contacts: [contact('ann'), contact('bea')],
          signals: signals.map((s) => signal(s.other, s.message, s.minute)),
        });
        const seen = new Set<string>();
        let here: Here = { other: 'bea', at: at(start), message: null };
        for (let i = 0; i < all.length; i++) {
          const stop = stopFrom(all, here, by);
          assert.ok(stop !== null);
          seen.add(stop.message);
          here = stop;
        }
        assert.equal(seen.size, all.length);
      }),
    );
  });
});

describe('the timeline', () => {
  const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

  it('puts pages together, says where a day begins, and has no message twice', () => {
    const rows = rowsOf([page(item('a', 0), item('b', 1)), page(item('b', 1), item('c', 24 * 60))], day);
    assert.deepEqual(keys(rows), ['a', 'b', 'c']);
    assert.deepEqual(keys(rows.filter(({ beginsDay }) => beginsDay)), ['a', 'c']);
    assert.equal(rowOf(rows, 'c'), 2);
    assert.equal(rowOf(rows, 'gone'), -1);
  });

  it('has every row that it had when older messages come above', () => {
    const newest = page(item('c', 2), item('d', 24 * 60));
    const before = rowsOf([newest], day);
    assert.deepEqual(keys(rowsOf([page(item('a', 0), item('b', 1)), newest], day).slice(2)), keys(before));
  });
});

describe('the graph of contacts', () => {
  it('has each once, inside the drawing, none where another is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 50 }), (counts) => {
        const nodes = placed(counts.map((messages, i) => contact(`c${i}`, messages)));
        assert.equal(nodes.length, counts.length);
        for (const { x, y, size } of nodes) {
          assert.ok(x - size >= 0 && x + size <= GRAPH.width, `${x} ${size}`);
          assert.ok(y - size >= 0 && y + size <= GRAPH.height, `${y} ${size}`);
        }
        assert.equal(new Set(nodes.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)).size, nodes.length);
      }),
    );
  });
});

describe('a ruling that is being made', () => {
  const policy = (id: string, measures: NamedPolicy['measures']): NamedPolicy => ({
    id,
    title: { en: id, cy: id },
    told: { en: id, cy: id },
    measures,
    secondPerson: id === 'strict' ? ['suspend', 'disable'] : [],
    referralNeedsSecondPerson: true,
    restoreNeedsSecondPerson: true,
  });
  const policies = [
    policy('mild', ['warn', 'suspend']),
    policy('strict', ['warn', 'remove_content', 'suspend', 'disable']),
  ];
  const plain = 'Nothing here.';

  it('has a policy and a reason at once where there is no violation', () => {
    const draft = chosen('no_violation', policies, plain, null);
    assert.deepEqual([draft.policy, draft.reason, missingIn(draft)], ['mild', plain, null]);
  });

  it('needs words of its own where it does something to somebody', () => {
    const draft = chosen('warn', policies, plain, chosen('no_violation', policies, plain, null));
    assert.deepEqual(draft.measures, ['warn']);
    assert.equal(missingIn(draft), 'reason');
    assert.equal(missingIn({ ...draft, reason: ' \n ' }), 'reason');
    assert.equal(missingIn({ ...draft, policy: '' }), 'policy');
    assert.equal(missingIn({ ...draft, reason: 'x', tellPerson: false }), 'untold');
    assert.equal(missingIn({ ...draft, reason: 'x', tellPerson: false, untoldBecause: 'y' }), null);
  });

  it('takes measures together, and never those that exclude each other', () => {
    assert.deepEqual(toggled(['remove_content'], 'disable'), ['remove_content', 'disable']);
    assert.deepEqual(toggled(['remove_content', 'suspend'], 'disable'), ['remove_content', 'disable']);
    assert.deepEqual(toggled(['remove_content', 'disable'], 'disable'), ['remove_content']);
    assert.deepEqual(toggled(['warn'], 'warn'), ['warn']);
    assert.deepEqual(toggled(['warn', 'disable'], 'no_violation'), ['no_violation']);
    assert.deepEqual(toggled(['restore'], 'warn'), ['warn']);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KINDS), { minLength: 1 }), ([first = 'warn', ...kinds]) => {
        let measures: readonly RulingKind[] = [first];
        for (const kind of kinds) measures = toggled(measures, kind);
        const input = rulingInput.safeParse({
          ...{ version: 0, measures, policy: 'x', reason: 'x' },
          ...(measures.includes('remove_content') && { content: ['m'] }),
        });
        assert.ok(input.success, String(measures));
      }),
    );
  });

  it('keeps what was written where other measures are chosen, under a policy that allows them all', () => {
    const draft = { ...chosen('suspend', policies, plain, null), reason: 'mine', refer: true };
    assert.equal(draft.policy, 'mild');
    const both = chosen('remove_content', policies, plain, draft);
    assert.deepEqual(both, { ...draft, measures: ['suspend', 'remove_content'], policy: 'strict' });
    assert.equal(chosen('no_violation', policies, plain, draft).refer, false);
    assert.deepEqual(
      policiesFor(['disable', 'warn'], policies).map(({ id }) => id),
      ['strict'],
    );
    assert.deepEqual(policiesFor(['restore'], policies).length, 2);
  });

  it('says when a second person is needed: by measure, by policy, for a referral', () => {
    const second = (measures: RulingKind[], id: string, refer = false) =>
      needsSecond({ measures, policy: id, refer }, policies);
    assert.equal(second(['warn'], 'mild'), false);
    assert.equal(second(['warn', 'disable'], 'strict'), true);
    assert.equal(second(['suspend'], 'mild'), false);
    assert.equal(second(['warn'], 'mild', true), true);
  });

  it('is what the contract takes, and names content only where it removes some', () => {
    const marked = new Set(['m1']);
    const draft = { ...chosen('warn', policies, plain, null), reason: ' why ' };
    assert.deepEqual(inputOf(draft, 7, marked), {
      ...{ version: 7, measures: ['warn'], policy: 'mild', reason: 'why', refer: false },
    });
    const both = inputOf({ ...draft, measures: ['remove_content', 'disable'] }, 7, marked);
    assert.deepEqual(both.content, ['m1']);
    const untold = inputOf({ ...draft, tellPerson: false, untoldBecause: 'because' }, 7, marked);
    for (const input of [both, untold]) assert.ok(rulingInput.safeParse(input).success);
  });

  it('knows what is marked for removal and stays', () => {
    const marked = new Set(['m1', 'm2']);
    assert.equal(staysMarked({ measures: ['disable'] }, marked), 2);
    assert.equal(staysMarked({ measures: ['disable', 'remove_content'] }, marked), 0);
    assert.equal(staysMarked({ measures: ['disable'] }, new Set()), 0);
  });
});

describe('a case that changed meanwhile', () => {
  it('says what is new in its history', () => {
    const event = (id: string): CaseEvent => ({ id, at: at(0), kind: 'noted', by: null, detail: {}, note: null });
    assert.deepEqual(
      changesSince([event('1')], [event('1'), event('2')]).map(({ id }) => id),
      ['2'],
    );
  });
});
