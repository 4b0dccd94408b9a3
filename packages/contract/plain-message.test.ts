import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { event } from './index.ts';
import { readPlainMessage } from './plain-message.ts';

/** Mostly what is right, and now and then what is nearly so. */
const often = <T>(good: fc.Arbitrary<T>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 15, arbitrary: good }, { weight: 1, arbitrary: odd });
const names = often(
  fc.constantFrom('a', 'acct-1', 'x'.repeat(128), 'é𝔘'),
  fc.oneof(
    fc.constantFrom('', 'x'.repeat(129), 'tab\t', '\u007f', '\ud800', '\udc00a', 'ok\udfff'),
    fc.string({ unit: 'binary', maxLength: 130 }),
  ),
);
const times = often(
  fc.constantFrom('2026-06-15T12:00:00Z', '2026-06-15T12:00:00.123+02:00', '2024-02-29T00:00:00Z', '2026-06-15T12:00Z'),
  fc.constantFrom(
    ...['2026-02-30T12:00:00Z', '2026-06-15', '2026-06-15T12:00:00', '2026-06-15T23:59:60Z', 'now', ''],
    ...[
      '2026-06-15T12:00:00.123456789Z',
      '2026-06-15T12:00:00z',
      '2026-06-15T12:00:00Z\n',
      '2026-06-15T12:00:00+25:00',
    ],
  ),
);
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
/** What a field may hold, now and then something else. */
const mostly = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: anything });

const languages = often(
  fc.constantFrom('en', 'cy', 'en-GB'),
  fc.constantFrom('EN', 'e', 'a'.repeat(36), `en-${'abcdefgh-'.repeat(4)}x`, 'en\n', ''),
);
const texts = often(fc.string({ maxLength: 40 }), fc.constantFrom('', 'x'.repeat(20_000), 'x'.repeat(20_001)));
const data = fc.record(
  {
    actor: mostly(names),
    message: mostly(names),
    other: mostly(names),
    conversation: mostly(names),
    text: mostly(texts),
    language: mostly(languages),
    inContacts: mostly(fc.boolean()),
    media: mostly(fc.array(names, { maxLength: 2 })),
    evidence: mostly(fc.constant([{ code: 'GIFT' }])),
    more: anything,
  },
  { requiredKeys: ['actor', 'message'], noNullPrototype: true },
);
const value = fc.record(
  {
    specversion: mostly(fc.constant('1.0')),
    source: mostly(often(fc.constant('bench'), fc.constantFrom('', 'x'.repeat(256), 'x'.repeat(257)))),
    id: mostly(names),
    time: mostly(times),
    datacontenttype: mostly(fc.constant('application/json')),
    type: fc.constant('message.sent'),
    data: mostly(data),
    more: anything,
  },
  { requiredKeys: ['id', 'type', 'data'], noNullPrototype: true },
);
/** Without the fields that spoil nearly every message: so that many are read. */
const likely = value.map(({ more: _, ...v }) => {
  const { media: _m, evidence: _e, more: _o, ...rest } = { ...(v.data as object) } as Record<string, unknown>;
  return { ...v, data: rest };
});

describe('a message that is read without the schema', () => {
  it('is one that the schema takes, read as the same, field by field in the same order', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(value, likely, fc.jsonValue()), (v) => {
        const plain = readPlainMessage(v);
        if (plain === null) return;
        read++;
        const bySchema = event.safeParse(v);
        assert.ok(bySchema.success);
        assert.deepEqual(plain, bySchema.data);
        assert.equal(JSON.stringify(plain.data), JSON.stringify(bySchema.data.data));
      }),
      { seed: 11, numRuns: 20_000 },
    );
    assert.ok(read > 2_000, `only ${read} were read: the test shows little`);
  });

  it('is every one of those that are ordinary', () => {
    const ordinary = { actor: 'a', message: 'm', other: 'b', text: 'hello', language: 'en-GB', inContacts: false };
    const envelope = {
      specversion: '1.0',
      source: '/x',
      datacontenttype: 'application/json',
      time: '2026-06-15T12:00:00Z',
    };
    for (const v of [
      { id: 'e', type: 'message.sent', data: ordinary },
      { id: 'e', type: 'message.sent', data: { actor: 'a', message: 'm', conversation: 'c' } },
      { ...envelope, id: 'e', type: 'message.sent', data: ordinary },
    ]) {
      assert.notEqual(readPlainMessage(v), null);
    }
  });

  it('is none with a field that nobody knows, of its own or of its prototype', () => {
    const message = { id: 'e', type: 'message.sent', data: { actor: 'a', message: 'm', other: 'b' } };
    assert.equal(readPlainMessage({ ...message, x: 1 }), null);
    assert.equal(readPlainMessage({ ...message, data: { ...message.data, x: 1 } }), null);
    assert.equal(readPlainMessage(JSON.parse('{"id":"e","type":"message.sent","data":{},"__proto__":{"x":1}}')), null);
    assert.equal(readPlainMessage(Object.create(message)), null);
    assert.equal(readPlainMessage({ ...message, data: Object.assign(Object.create({ x: 1 }), message.data) }), null);
  });
});
